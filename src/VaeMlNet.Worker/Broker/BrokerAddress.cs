using System.Diagnostics.CodeAnalysis;
using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>
/// The address of the broker, with the user name and password. Only the host, the port and the virtual host are ever
/// shown.
/// </summary>
internal sealed class BrokerAddress
{
    private static readonly TimeSpan ConnectionTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private readonly ConnectionFactory factory;

    private BrokerAddress(ConnectionFactory factory)
    {
        this.factory = factory;
    }

    /// <summary>Gets the host and the port, and the virtual host unless it is the default.</summary>
    public string Name
    {
        get
        {
            var endpoint = factory.Endpoint;
            var name = FormattableString.Invariant($"{endpoint.HostName}:{endpoint.Port}");
            return factory.VirtualHost == "/" ? name : $"{name}, virtual host '{factory.VirtualHost}'";
        }
    }

    /// <summary>Parses <c>amqp://USER:PASSWORD@HOST:PORT/VIRTUALHOST</c>, or amqps for TLS.</summary>
    /// <param name="text">
    /// The URI. <paramref name="fault"/> never quotes it, because it may contain a password.
    /// </param>
    /// <param name="address">The address.</param>
    /// <param name="fault">A description of what is wrong.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out BrokerAddress? address,
        [NotNullWhen(false)] out string? fault
    )
    {
        address = null;
        fault = "is not a URI such as amqp://USER:PASSWORD@HOST:5672/VIRTUALHOST";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            return false;
        }

        if (uri.Host.Length == 0)
        {
            return false;
        }

        if (uri.UserInfo.Count(c => c == ':') > 1)
        {
            fault = "has more than one colon before the host; write : in a user name or password as %3a";
            return false;
        }

        try
        {
            address = new BrokerAddress(
                new ConnectionFactory
                {
                    Uri = uri,
                    // Unacknowledged messages become invalid when the connection is lost, so the worker opens a new session itself.
                    AutomaticRecoveryEnabled = false,
                    RequestedFrameMax = Intake.LargestFrame,
                    RequestedConnectionTimeout = ConnectionTimeout,
                    RequestedHeartbeat = Heartbeat,
                    ClientProvidedName = $"vaemlnet worker {Environment.MachineName}/{Environment.ProcessId}",
                }
            );
        }
        catch (ArgumentException)
        {
            fault = "has more than one segment in its path; write / in the name of a virtual host as %2f";
            return false;
        }

        fault = null;
        return true;
    }

    /// <summary>Connects to the broker.</summary>
    /// <param name="largestMessage">
    /// The largest body, in bytes. A larger one ends the connection before it is read.
    /// </param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="CommandException">The broker cannot be reached, or refuses the user.</exception>
    public async Task<IConnection> ConnectAsync(uint largestMessage, CancellationToken cancellationToken)
    {
        factory.MaxInboundMessageBodySize = largestMessage;
        try
        {
            return await factory.CreateConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (BrokerErrors.IsOfBroker(e) && !cancellationToken.IsCancellationRequested)
        {
            throw BrokerErrors.NoConnection(Name, e);
        }
    }
}
