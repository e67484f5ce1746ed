using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>Creates messages for errors of a broker. They never contain the user name or the password.</summary>
internal static partial class BrokerErrors
{
    /// <summary>Returns whether an exception comes from the broker or the connection to it.</summary>
    public static bool IsOfBroker(Exception e) =>
        e
            is RabbitMQClientException
                or IOException
                or SocketException
                or TimeoutException
                or AuthenticationException
                or OperationCanceledException
                or ObjectDisposedException;

    /// <summary>Returns the reason that the broker or the network gave.</summary>
    public static string Reason(Exception e)
    {
        var text =
            e.FindCause<OperationInterruptedException>()?.ShutdownReason?.ReplyText
            ?? e.FindCause<SocketException>()?.Message
            ?? e.GetBaseException().Message;
        return UserName().Replace(text, "the user").TrimEnd('.');
    }

    /// <summary>Creates the error for a failed connection.</summary>
    public static CommandException NoConnection(string broker, Exception e)
    {
        if (e.FindCause<PossibleAuthenticationFailureException>() is not null)
        {
            return new CommandException(
                $"RabbitMQ at {broker} refused the user name or the password of --amqp. Correct them. Percent-encode "
                    + "characters such as @ or /.",
                Shown(e)
            );
        }

        return IsNotAllowed(e)
            ? new CommandException(
                $"RabbitMQ at {broker} refused the user: {Reason(e)}. Correct the virtual host in --amqp, or give the "
                    + "user permissions for it.",
                Shown(e)
            )
            : new CommandException(
                $"Could not reach RabbitMQ at {broker}: {Reason(e)}. Start the broker, or correct the host and the port in --amqp.",
                Shown(e)
            );
    }

    /// <summary>Creates the error for a queue that cannot be used.</summary>
    public static CommandException Unusable(string queue, string broker, Exception e) =>
        // The broker checks the virtual host only after the client considers itself connected.
        IsNotAllowed(e)
            ? NoConnection(broker, e)
            : new CommandException($"Queue '{queue}' at {broker} cannot be used: {Reason(e)}.", Shown(e));

    /// <summary>Returns a cause that may be shown with --verbose; null for one whose message has the name of the user.</summary>
    public static Exception? Shown(Exception cause) => UserName().IsMatch(cause.ToString()) ? null : cause;

    private static bool IsNotAllowed(Exception e) =>
        e.FindCause<OperationInterruptedException>()?.ShutdownReason?.ReplyCode == Constants.NotAllowed;

    [GeneratedRegex("user '[^']*'")]
    private static partial Regex UserName();
}
