using System.Text;

namespace VaeMlNet.Cli.Tests;

/// <summary>The result of one command line, which runs in the test process with redirected output.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Gets the text that was written to standard output as a file, with <c>--out=-</c>.</summary>
    public string Result { get; private init; } = "";

    public static ToolRun Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    /// <summary>Runs a command line with a text on standard input.</summary>
    public static ToolRun RunWithInput(string input, params string[] arguments) =>
        Execute(arguments, new MemoryStream(Encoding.UTF8.GetBytes(input)), CancellationToken.None);

    public static ToolRun Run(CancellationToken cancellationToken, params string[] arguments) =>
        Execute(arguments, Stream.Null, cancellationToken);

    /// <summary>Runs <c>vaemlnet-worker</c>.</summary>
    public static ToolRun RunWorker(params string[] arguments) =>
        Execute(arguments, Stream.Null, CancellationToken.None, WorkerTool.Name);

    private static ToolRun Execute(
        string[] arguments,
        Stream input,
        CancellationToken cancellationToken,
        string tool = VaemlnetTool.Name
    )
    {
        MemoryStream result = new();
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, error, isInteractive: false)
        {
            ToolName = tool,
            OpenInput = () => input,
            OpenOutput = () => result,
        };
        var exitCode =
            tool == WorkerTool.Name
                ? WorkerTool.Run(arguments, terminal, cancellationToken)
                : VaemlnetTool.Run(arguments, terminal, cancellationToken);
        return new ToolRun(exitCode, output.ToString(), error.ToString())
        {
            Result = Encoding.UTF8.GetString(result.ToArray()),
        };
    }

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts success, showing what the tool said otherwise.</summary>
    public ToolRun Succeeded()
    {
        Assert.That((ExitCode, Error), Is.EqualTo((0, "")), Output);
        return this;
    }

    /// <summary>Asserts a failure with one line that contains all facts.</summary>
    public void Failed(int exitCode, params string[] facts)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Output + Error);
        Assert.That(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1), Error);
        Assert.That(Error, Does.Not.Match(@"\.\)?\.( |$)"), "two full stops");
        foreach (var fact in facts)
        {
            Assert.That(Error, Does.Contain(fact));
        }
    }
}
