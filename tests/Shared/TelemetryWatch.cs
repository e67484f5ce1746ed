using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// Watches a child process for ONNX Runtime's telemetry: it gets folders of its own for temporary files and as home, a proxy
/// that records every connection, and none of the variables that keep telemetry off on machines that run tests.
/// </summary>
/// <remarks>
/// Telemetry writes its files when ONNX Runtime is loaded, and connects for the first time 9 seconds later. On Linux its HTTP
/// client takes the proxy from the environment, so that the watch also works where no name can be resolved.
/// </remarks>
public sealed class TelemetryWatch : IDisposable
{
    /// <summary>The variables that ONNX Runtime 1.29 takes for a sign of continuous integration or of tests, and the opt-out itself.</summary>
    private static readonly string[] Silencers =
    [
        "ORT_DISABLE_TELEMETRY",
        "ORT_RUNNING_UNIT_TESTS",
        "CI",
        "TF_BUILD",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "CIRCLECI",
        "TRAVIS",
        "JENKINS_URL",
        "CODEBUILD_BUILD_ID",
        "BUILDKITE",
        "TEAMCITY_VERSION",
        "APPVEYOR",
        "BITBUCKET_BUILD_NUMBER",
        "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly TcpListener proxy = new(IPAddress.Loopback, port: 0);
    private readonly List<string> connections = [];
    private readonly Task accepting;

    /// <summary>Changes the environment of a process that is about to start.</summary>
    public TelemetryWatch(ProcessStartInfo start)
    {
        foreach (var name in Silencers.Append("XDG_CACHE_HOME").Append("no_proxy").Append("NO_PROXY"))
        {
            start.Environment.Remove(name);
        }

        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" })
        {
            start.Environment[name] = Directory.CreateDirectory(folder["temporary"]).FullName;
        }

        foreach (var name in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA" })
        {
            start.Environment[name] = Directory.CreateDirectory(folder["home"]).FullName;
        }
        // .NET's own pipes for debuggers would lie in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        proxy.Start();
        foreach (var name in new[] { "https_proxy", "HTTPS_PROXY", "http_proxy", "ALL_PROXY" })
        {
            start.Environment[name] = $"http://{proxy.LocalEndpoint}";
        }

        accepting = Accept();
    }

    /// <summary>Gets the files that the process left in its folders, as paths below "temporary" and "home".</summary>
    public IReadOnlyList<string> Files => [.. folder.Entries.Where(entry => File.Exists(folder[entry]))];

    /// <summary>Gets the first line of every network request.</summary>
    public IReadOnlyList<string> Connections
    {
        get
        {
            lock (connections)
            {
                return [.. connections];
            }
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                using var client = await proxy.AcceptTcpClientAsync();
                var request = new byte[256];
                var length = await client.GetStream().ReadAsync(request);
                lock (connections)
                {
                    connections.Add(Encoding.ASCII.GetString(request, 0, length).Split('\r')[0]);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The watch is over.
        }
    }

    public void Dispose()
    {
        proxy.Stop();
        accepting.Wait();
        folder.Dispose();
    }
}
