# A throw-away mail server for the tests: Postfix and Dovecot in a folder of their own, on free loopback
# ports, gone at exit. Nothing of the machine's own mail is touched.
# shellcheck shell=bash

# start_mail: sets EARSHOT_TEST_MAIL and SSL_CERT_FILE; false (and a note) when there is no mail server.
start_mail() {
  if [[ -n ${EARSHOT_TEST_MAIL:-} ]]; then
    return
  fi
  if [[ $EUID != 0 ]]; then
    skip mail "only root can start Postfix"
    return 1
  fi
  if ! command -v dovecot >/dev/null || ! command -v postfix >/dev/null || ! command -v openssl >/dev/null; then
    if ! apt_install postfix dovecot-imapd dovecot-lmtpd openssl; then
      skip mail "Postfix and Dovecot are not installed"
      return 1
    fi
  fi
  if [[ $(dovecot --version) != 2.3.* ]]; then
    skip mail "Dovecot is $(dovecot --version); its settings are written for 2.3"
    return 1
  fi
  mail_folder="$(mktemp -d "${TMPDIR:-/tmp}/earshot-mail.XXXXXX")"
  at_exit stop_mail "$mail_folder"
  chmod 755 "$mail_folder"
  mail_certificate "$mail_folder"
  local imap submission smtp
  imap="$(free_port)" submission="$(free_port)" smtp="$(free_port)"
  launch_dovecot "$mail_folder" "$imap"
  launch_postfix "$mail_folder" "$submission" "$smtp"
  local port
  for port in "$imap" "$submission" "$smtp"; do
    wait_for_port "$port" || {
      tail -n 20 "$mail_folder"/*.log >&2
      echo "the mail server does not answer on port $port" >&2
      exit 1
    }
  done
  export EARSHOT_TEST_MAIL="$imap $submission $smtp" SSL_CERT_FILE="$mail_folder/authority.pem"
  echo "Dovecot $(dovecot --version) and Postfix $(postconf -h mail_version) listen on 127.0.0.1: $EARSHOT_TEST_MAIL"
}

wait_for_port() {
  for _ in {1..100}; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
      return
    fi
    sleep 0.1
  done
  return 1
}

# An authority of our own, and a certificate of it for localhost.
mail_certificate() {
  local folder=$1
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Earshot test authority" \
    -keyout "$folder/authority.key" -out "$folder/authority.pem" 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost \
    -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
  openssl x509 -req -in "$folder/server.csr" -days 2 -CA "$folder/authority.pem" \
    -CAkey "$folder/authority.key" -CAcreateserial -out "$folder/server.pem" \
    -extfile <(echo "subjectAltName=DNS:localhost") 2>/dev/null
}

launch_dovecot() {
  local folder=$1 imap=$2
  mkdir -p "$folder/spool/private" "$folder/boxes"
  chown mail: "$folder/boxes"
  printf '%s\n' 'support@brand.test:{PLAIN}four tall green trees::::::' \
    'customer@example.test:{PLAIN}nine quiet red foxes::::::' >"$folder/users"
  cat >"$folder/dovecot.conf" <<SETTINGS
base_dir = $folder/run
log_path = $folder/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <$folder/server.pem
ssl_key = <$folder/server.key
auth_mechanisms = plain login
mail_location = maildir:~/mail
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = username_format=%u $folder/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$folder/boxes/%u
}
namespace inbox {
  inbox = yes
  mailbox "Sent Items" {
    auto = create
    special_use = \\Sent
  }
}
service imap-login {
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  unix_listener $folder/spool/private/mailboxes {
    user = postfix
    mode = 0600
  }
}
service auth {
  unix_listener $folder/spool/private/auth {
    user = postfix
    mode = 0660
  }
}
SETTINGS
  dovecot -c "$folder/dovecot.conf"
}

launch_postfix() {
  local folder=$1 submission=$2 smtp=$3
  mkdir -p "$folder/etc" "$folder/data"
  # What Postfix itself starts by; which of them there are depends on its version.
  cp /etc/postfix/{postfix-files,postfix-script,post-install,dynamicmaps.cf} "$folder/etc/" \
    2>/dev/null || true
  cat >"$folder/etc/main.cf" <<SETTINGS
compatibility_level = 3.6
queue_directory = $folder/spool
data_directory = $folder/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = $folder/postfix.log
maillog_file_prefixes = $folder
multi_instance_enable = yes
multi_instance_name = postfix-earshot
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.brand.test
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = brand.test, example.test
virtual_transport = lmtp:unix:private/mailboxes
recipient_delimiter = +
default_transport = error:nothing leaves this machine
alias_maps =
alias_database =
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_tls_cert_file = $folder/server.pem
smtpd_tls_key_file = $folder/server.key
smtpd_tls_security_level = may
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
SETTINGS
  cat >"$folder/etc/master.cf" <<SERVICES
127.0.0.1:$smtp inet n - n - - smtpd
127.0.0.1:$submission inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_tls_security_level=encrypt
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
SERVICES
  chown -R postfix "$folder/data" "$folder/spool/private"
  postfix -c "$folder/etc" start 2>>"$folder/start.log" || {
    cat "$folder"/start.log "$folder"/postfix.log >&2 || true
    exit 1
  }
}

stop_mail() {
  local folder=$1
  if [[ -e $folder/run/master.pid ]]; then
    kill "$(cat "$folder/run/master.pid")"
  fi
  postfix -c "$folder/etc" stop 2>/dev/null || true
  rm -rf "$folder"
}
