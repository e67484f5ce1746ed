using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet merge</c>: puts the parts that shards wrote together again, once all are done.</summary>
internal sealed class MergeCommand : VerbCommand
{
    private readonly Argument<string> folder = new("FOLDER")
    {
        Description = "The folder that --out of the shards named",
    };

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE.csv",
        "The CSV file to write: what one process would have written"
    );

    private readonly Option<string?> manifest = OptionFactory.Text(
        "--manifest",
        "FILE.json",
        "Leave the parts as they are, and write a list of them: rows, sizes and sums"
    );

    /// <summary>Creates the verb.</summary>
    public MergeCommand(CommandContext context)
        : base(
            "merge",
            "Checks that all shards of a job are done, by one model, and puts their parts together.",
            context
        )
    {
        Arguments.Add(folder);
        Options.Add(output);
        Options.Add(manifest);
        Validators.Add(result =>
        {
            if (result.IsGiven(output) == result.IsGiven(manifest))
            {
                result.AddError("Give one of --out=FILE.csv and --manifest=FILE.json.");
            }

            if (result.GetValue(output) is { } path && IdvFile.IsIdv(path))
            {
                result.AddError(
                    $"--out is '{path}', but the parts of shards are CSV, and so is the whole. Give another name."
                );
            }
        });
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        ["merge parts --out=scores.csv", "merge parts --manifest=parts.json"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var path = parse.GetValue(output) ?? parse.GetValue(manifest)!;
        OutputFile.CheckWritable(path);
        PartFolder parts = new(parse.GetValue(folder)!);
        var merge = PartMerge.Open(parts);
        if (parse.GetValue(output) is null)
        {
            ShardJson.Write(path, merge.Manifest());
        }
        else
        {
            Terminal.RunWithBar("merging", bar => Write(path, merge, bar));
        }

        parts.DeleteLeftovers();
        Terminal.WriteLine($"merged {merge.Rows} rows, shards 1 to {merge.Parts.Count}: {path}");
        return ExitCode.Ok;
    }

    private bool Write(string path, PartMerge merge, IProgress<double> bar)
    {
        OutputFile.Write(path, stream => merge.CopyTo(stream, bar, Context.CancellationToken));
        return true;
    }
}
