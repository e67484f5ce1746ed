using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker.Tests;

/// <summary>A real broker of one's own: Debian's RabbitMQ on loopback, with its own name, ports and folder.</summary>
internal sealed class RabbitMqBroker : IDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";

    // Beside much other work, a start took more than 90 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment;
    private readonly int port;
    private readonly int epmdPort;
    private Process? server;

    private RabbitMqBroker()
    {
        var ports = FreePorts(3);
        (port, epmdPort) = (ports[0], ports[1]);
        environment = new()
        {
            ["HOME"] = folder.Path,
            ["RABBITMQ_NODENAME"] = $"vaemlnet{port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{ports[2]}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{epmdPort}",
            ["RABBITMQ_MNESIA_BASE"] = folder["data"],
            ["RABBITMQ_LOG_BASE"] = folder["log"],
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_CONFIG_FILE"] = folder["none"],
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = folder["plugins"],
        };
    }

    /// <summary>Gets the host and port of the broker.</summary>
    public string Address => $"127.0.0.1:{port}";

    /// <summary>Gets the URI with the default user of a new broker.</summary>
    public string Uri => $"amqp://guest:guest@{Address}";

    /// <summary>Starts a broker; without one on this machine the test is skipped.</summary>
    public static RabbitMqBroker Start()
    {
        if (!File.Exists($"{Programs}/rabbitmq-server"))
        {
            Assert.Ignore(
                "No rabbitmq-server here: './build.sh --target=TestLong' installs Debian's as root, or 'apt-get install rabbitmq-server'."
            );
        }

        RabbitMqBroker broker = new();
        broker.StartServer();
        return broker;
    }

    /// <summary>Stops the broker and starts it again on the same data.</summary>
    public void Restart()
    {
        StopServer();
        StartServer();
    }

    /// <summary>Stops the broker; <see cref="StartServer"/> starts it again on the same data.</summary>
    public void StopServer()
    {
        Run("rabbitmqctl", "shutdown");
        server!.WaitForExit(Patience);
        server.Dispose();
        server = null;
    }

    /// <summary>Starts the broker, and waits until it answers.</summary>
    public void StartServer()
    {
        server = Process.Start(Command("rabbitmq-server"))!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        for (var start = Stopwatch.GetTimestamp(); !Answers(); Thread.Sleep(200))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                // Nobody would dispose a broker whose start has failed.
                server.Kill(entireProcessTree: true);
                Assert.Fail($"RabbitMQ did not start within {Patience}.");
            }
        }
    }

    /// <summary>Connects as a producer or reader of results.</summary>
    public Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = new Uri(Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    public void Dispose()
    {
        if (server is not null)
        {
            StopServer();
        }

        // Erlang's port mapper stays behind otherwise.
        Run("/usr/bin/epmd", "-port", $"{epmdPort}", "-kill");
        folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var connection = ConnectAsync().GetAwaiter().GetResult();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program}: {error.Result}");
    }

    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(Programs, program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }
}
