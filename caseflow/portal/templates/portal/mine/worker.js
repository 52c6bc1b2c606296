"use strict";

// Shows what the service sends to this browser, and opens the own files when it is touched.

self.addEventListener("push", (event) => {
  const { title, body, lang } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, lang }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{% url 'portal:mine' %}"));
});
