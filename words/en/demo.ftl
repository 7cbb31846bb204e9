# The demo city.
demo-codes-title = Codes of the demo city
demo-codes-lead = Portalba does not exist: these are its doors. Instead of a phone, this page shows the six-digit code of every log-in. In a real city there is no such page.
demo-codes-left = { $seconds ->
    [one] The codes change in { $seconds } second.
   *[other] The codes change in { $seconds } seconds.
}
demo-codes-still = Keep the page still
demo-codes-move = Let the page renew itself
demo-codes-log-in = Go to the log-in
demo-codes-caption = Log-ins
demo-role = Role
demo-name = Name:
demo-code = Code
demo-email = E-mail
demo-password = Password
