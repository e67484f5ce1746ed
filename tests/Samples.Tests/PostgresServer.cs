using System.Diagnostics;
using Npgsql;

namespace VaeMlNet.Samples.Tests;

/// <summary>
/// A PostgreSQL server of its own, as an unprivileged user, with its data and its socket in a temporary folder. It listens on no port.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string User = "postgres"; // of Debian's package

    private readonly TemporaryFolder folder = new();
    private readonly string programs;
    private readonly NpgsqlDataSource source;

    private PostgresServer(string programs)
    {
        this.programs = programs;
        if (Environment.UserName == "root")
        {
            Run("chown", User, folder.Path);
        }

        RunAsUser("initdb", "--auth=trust", $"--username={User}", "--no-sync", $"--pgdata={Data}");
        RunAsUser(
            "pg_ctl",
            "start",
            "--wait",
            $"--pgdata={Data}",
            $"--log={folder["server.log"]}",
            $"--options=-c listen_addresses='' -c fsync=off -k {folder.Path}"
        );
        source = NpgsqlDataSource.Create(Connection);
    }

    /// <summary>Gets the connection string.</summary>
    public string Connection => $"Host={folder.Path};Username={User};Database={User}";

    private string Data => folder["data"];

    /// <summary>Starts a server. Without PostgreSQL, the test is ignored.</summary>
    public static PostgresServer Start()
    {
        const string versions = "/usr/lib/postgresql";
        var programs = Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions).Select(version => Path.Combine(version, "bin")).Order().Last()
            : null;
        if (programs is null)
        {
            Assert.Ignore("There is no PostgreSQL (apt-get install postgresql).");
        }

        return new PostgresServer(programs!);
    }

    /// <summary>Runs statements.</summary>
    public void Execute(string sql)
    {
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns the first value of a query.</summary>
    public T Query<T>(string sql)
    {
        using var command = source.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>Copies a text of CSV into a table.</summary>
    public void Copy(string copy, string csv)
    {
        using var connection = source.OpenConnection();
        using var writer = connection.BeginTextImport(copy);
        writer.Write(csv);
    }

    public void Dispose()
    {
        source.Dispose();
        RunAsUser("pg_ctl", "stop", "--wait", "--mode=immediate", $"--pgdata={Data}");
        folder.Dispose();
    }

    // PostgreSQL refuses to run as root.
    private void RunAsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(programs, program);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", User, "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private void Run(string program, params string[] arguments)
    {
        // The server keeps the outputs open that it inherits, so that a reader of them would wait for its end.
        using var process = Process.Start(
            new ProcessStartInfo(
                "sh",
                ["-c", "exec \"$0\" \"$@\" > /dev/null 2> \"$PROGRAM_ERROR\"", program, .. arguments]
            )
            {
                WorkingDirectory = folder.Path,
                Environment = { ["PROGRAM_ERROR"] = $"{folder.Path}.error" },
            }
        )!;
        process.WaitForExit();
        var error = File.ReadAllText($"{folder.Path}.error");
        File.Delete($"{folder.Path}.error");
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
        }
    }
}
