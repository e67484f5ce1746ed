using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Cli.Tests.Support;

/// <summary>One command line, run within the test process with its output redirected.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = VaemlnetTool.Run(
            arguments,
            new CommandTerminal(output, error, isInteractive: false),
            cancellationToken
        );
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts success, showing what the tool said otherwise.</summary>
    public ToolRun Succeeded()
    {
        Assert.That((ExitCode, Error), Is.EqualTo((0, "")), Output);
        return this;
    }

    /// <summary>Asserts a failure of one line that holds all of the facts.</summary>
    public void Failed(int exitCode, params string[] facts)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Output + Error);
        Assert.That(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1), Error);
        Assert.That(Error, Does.Not.Match(@"\.\)?\.( |$)"), "two full stops");
        foreach (string fact in facts)
        {
            Assert.That(Error, Does.Contain(fact));
        }
    }
}
