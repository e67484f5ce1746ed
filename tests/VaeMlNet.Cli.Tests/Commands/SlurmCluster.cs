using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// A real Slurm of Debian's packages on this machine, with its own configuration and ports: one node with two processors. It
/// needs root, as slurmd does.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs =
    [
        "/usr/sbin/munged",
        "/usr/sbin/mungekey",
        "/usr/sbin/slurmctld",
        "/usr/sbin/slurmd",
        "/usr/bin/sbatch",
    ];

    private readonly string folder;
    private readonly string host = Environment.MachineName.Split('.')[0];

    /// <summary>Starts the daemons in a folder and waits for the node.</summary>
    public SlurmCluster(string folder)
    {
        this.folder = folder;
        try
        {
            StartMunge();
            WriteConfiguration();
            Run("/usr/sbin/slurmctld");
            Run("/usr/sbin/slurmd");
            WaitForNode();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the reason why no cluster can run here, or null.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "Slurm runs on Linux"
        : Environment.UserName != "root" ? "slurmd needs root"
        : Programs.FirstOrDefault(program => !File.Exists(program)) is { } lacking
            ? $"there is no {lacking} (Debian: apt-get install slurm-wlm munge)"
        : null;

    private string Configuration => Path.Combine(folder, "slurm.conf");

    private string Munge => Path.Combine(folder, "munge");

    /// <summary>Submits a script and returns the job's number.</summary>
    public string Submit(string script, string workFolder) =>
        Run("/usr/bin/sbatch", "--parsable", $"--chdir={workFolder}", script).Trim();

    /// <summary>Returns the states of the tasks of a job that are not finished.</summary>
    public string[] Unfinished(string job) =>
        Run("/usr/bin/squeue", "--noheader", "--array", $"--jobs={job}", "--format=%t")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program of Slurm's; its output.</summary>
    public string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        // A daemon that goes on in the background keeps the pipes open, so they are read only of what ends.
        var isDaemon = program.StartsWith("/usr/sbin/slurm", StringComparison.Ordinal);
        var output = isDaemon ? "" : process.StandardOutput.ReadToEnd();
        var error = isDaemon ? "" : process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error}{Logs()}"
            );
    }

    /// <summary>Stops the daemons.</summary>
    public void Dispose()
    {
        foreach (var file in new[] { "slurmd.pid", "slurmctld.pid", Path.Combine("munge", "pid") })
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var id))
            {
                Stop(id);
            }
        }
    }

    private static void Stop(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit(5000);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    private void StartMunge()
    {
        Directory.CreateDirectory(Munge);
        Run("/usr/bin/chown", "munge:munge", Munge);
        // The user munge has to get there, and clients to the socket in it.
        Run("/usr/bin/chmod", "711", Path.GetDirectoryName(folder)!, folder, Munge);
        AsMunge("mungekey", "--create", $"--keyfile={Munge}/key");
        AsMunge(
            "munged",
            $"--key-file={Munge}/key",
            $"--socket={Munge}/socket",
            $"--pid-file={Munge}/pid",
            $"--log-file={Munge}/log",
            $"--seed-file={Munge}/seed"
        );
    }

    private void AsMunge(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("/usr/sbin/runuser", ["-u", "munge", "--", $"/usr/sbin/{program}", .. arguments]);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
    }

    private void WriteConfiguration()
    {
        foreach (var name in new[] { "state", "spool" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        File.WriteAllText(
            Configuration,
            $"""
            ClusterName=vaemlnet
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort=16817
            SlurmdPort=16818
            AuthType=auth/munge
            AuthInfo=socket={Munge}/socket
            CryptoType=crypto/munge
            SlurmUser=root
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool
            SlurmctldPidFile={folder}/slurmctld.pid
            SlurmdPidFile={folder}/slurmd.pid
            SlurmctldLogFile={folder}/slurmctld.log
            SlurmdLogFile={folder}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerParameters=sched_interval=1,batch_sched_delay=0
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            ReturnToService=2
            MpiDefault=none
            NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4096
            PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """
        );
    }

    private void WaitForNode()
    {
        var watch = Stopwatch.StartNew();
        while (!Run("/usr/bin/sinfo", "--noheader", "--format=%T").StartsWith("idle", StringComparison.Ordinal))
        {
            Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(60), Logs());
            Thread.Sleep(200);
        }
    }

    private string Logs() =>
        string.Concat(
            new[] { "slurmctld.log", "slurmd.log" }
                .Select(name => Path.Combine(folder, name))
                .Where(File.Exists)
                .Select(path => $"\n{path}:\n{string.Join('\n', File.ReadLines(path).TakeLast(10))}")
        );
}
