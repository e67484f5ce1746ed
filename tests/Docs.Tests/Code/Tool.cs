using VaeMlNet.Cli;

namespace VaeMlNet.Docs.Tests;

/// <summary>The command line tool, for programs that go on from what it writes.</summary>
public static class Tool
{
    /// <summary>Runs a command line, which has to succeed.</summary>
    public static void Run(params string[] arguments)
    {
        using StringWriter output = new();
        var exitCode = VaemlnetTool.Run(arguments, new CommandTerminal(output, output, isInteractive: false), default);
        Assert.That(exitCode, Is.Zero, output.ToString());
    }
}
