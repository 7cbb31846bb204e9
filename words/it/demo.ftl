# La città di prova.
demo-codes-title = Codici della città di prova
demo-codes-lead = Portalba non esiste: queste sono le sue porte. Qui, al posto del telefono, c'è il codice di sei cifre di ogni accesso. In una città vera questa pagina non c'è.
demo-codes-left = { $seconds ->
    [one] I codici cambiano tra { $seconds } secondo.
   *[other] I codici cambiano tra { $seconds } secondi.
}
demo-codes-still = Ferma la pagina
demo-codes-move = Aggiorna da sola la pagina
demo-codes-log-in = Vai all'accesso
demo-codes-caption = Accessi
demo-role = Ruolo
demo-name = Nome:
demo-code = Codice
demo-email = E-mail
demo-password = Password
