using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>What goes wrong with a broker, in words; never with the user's name or password.</summary>
internal static partial class BrokerErrors
{
    /// <summary>Whether an exception is about the broker or the way to it.</summary>
    public static bool IsOfBroker(Exception e) =>
        e
            is RabbitMQClientException
                or IOException
                or SocketException
                or TimeoutException
                or AuthenticationException
                or OperationCanceledException
                or ObjectDisposedException;

    /// <summary>What the broker or the network said.</summary>
    public static string Reason(Exception e)
    {
        var text =
            Find<OperationInterruptedException>(e)?.ShutdownReason?.ReplyText
            ?? Find<SocketException>(e)?.Message
            ?? Innermost(e).Message;
        return UserName().Replace(text, "the user").TrimEnd('.');
    }

    /// <summary>The error for a connection that was not made.</summary>
    /// <param name="broker">Host and port.</param>
    /// <param name="e">The cause.</param>
    public static CommandException NoConnection(string broker, Exception e)
    {
        if (Find<PossibleAuthenticationFailureException>(e) is not null)
        {
            return new CommandException(
                $"RabbitMQ at {broker} refused the user name or the password of --amqp. Mend them, percent-encoded where they "
                    + "hold characters such as @ or /.",
                e
            );
        }

        return IsNotAllowed(e)
            ? new CommandException(
                $"RabbitMQ at {broker} does not let the user in: {Reason(e)}. Mend the virtual host in --amqp, or give the "
                    + "user permissions for it.",
                e
            )
            : new CommandException(
                $"Could not reach RabbitMQ at {broker}: {Reason(e)}. Start the broker, or mend host and port in --amqp.",
                e
            );
    }

    /// <summary>The error for a queue that cannot be used.</summary>
    public static CommandException Unusable(string queue, string broker, Exception e) =>
        // The broker looks for the virtual host when the client thinks that it is in already.
        IsNotAllowed(e)
            ? NoConnection(broker, e)
            : new CommandException($"Queue '{queue}' at {broker} cannot be used: {Reason(e)}.", e);

    private static bool IsNotAllowed(Exception e) =>
        Find<OperationInterruptedException>(e)?.ShutdownReason?.ReplyCode == Constants.NotAllowed;

    [GeneratedRegex("user '[^']*'")]
    private static partial Regex UserName();

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e is AggregateException { InnerExceptions: [var first, ..] } ? first : e.InnerException;
        }

        return (T?)e;
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
