using System.Diagnostics;

namespace VaeMlNet.Benchmarks.Tests;

[Platform(Exclude = "Win", Reason = "The children are shell scripts.")]
internal sealed class ChildProcessTests
{
    private const string Ready = """echo '{"versions": {}, "threads": 1}'; """;

    [Test]
    public void TakeTurn_ChildTakesTwoTurnsAndWaits_GivesBoth()
    {
        const string turns =
            Ready
            + """for i in 1 2; do read go; echo "{\"seconds\": $i, \"cpu_seconds\": 0, \"loss\": 0}"; done; cat""";
        using var child = new ChildProcess("shell", Shell(turns));

        Assert.That(new[] { child.TakeTurn().Seconds, child.TakeTurn().Seconds }, Is.EqualTo(new double[] { 1, 2 }));
    }

    [Test]
    public void TakeTurn_ChildFails_SaysItsExitCodeAndItsLastLine()
    {
        using var child = new ChildProcess("shell", Shell(Ready + "read go; echo 'No module named torch' >&2; exit 3"));

        Assert.That(
            child.TakeTurn,
            Throws
                .InvalidOperationException.With.Message.Contains("No module named torch")
                .And.Message.Contains("code 3")
        );
    }

    [Test]
    public void New_NoSuchProgram_NamesIt()
    {
        Assert.That(
            () => new ChildProcess("shell", new ProcessStartInfo("/no/such/program")),
            Throws.InvalidOperationException.With.Message.Contains("/no/such/program")
        );
    }

    private static ProcessStartInfo Shell(string script) => new("/bin/sh", ["-c", script]);
}
