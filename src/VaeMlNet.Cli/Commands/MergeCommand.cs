using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet merge</c>. It merges the results of all shards into one file.</summary>
internal sealed class MergeCommand : VerbCommand
{
    private readonly Argument<string> folder = new("FOLDER")
    {
        Description = "The folder with the results of the shards (their --out)",
    };

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "The file to write, CSV or Parquet as the parts are. It equals the file that a run without shards writes"
    );

    private readonly Option<string?> manifest = OptionFactory.Text(
        "--manifest",
        "FILE.json",
        "Write a list of the results (rows, sizes, SHA-256 sums) instead of merging them"
    );

    /// <summary>Creates the verb.</summary>
    public MergeCommand(CommandContext context)
        : base(
            "merge",
            "Checks that all shards of a job are complete and come from one model, and merges their results.",
            context
        )
    {
        Arguments.Add(folder);
        this.Add(output, manifest);
        Validators.Add(result =>
        {
            if (result.IsGiven(output) == result.IsGiven(manifest))
            {
                result.AddError("'merge' needs either --out=FILE or --manifest=FILE.json. Pass one of them.");
            }
        });
    }

    public override IReadOnlyList<string> Examples =>
        [
            "merge parts --out=scores.csv",
            "merge parts.parquet --out=scores.parquet",
            "merge parts --manifest=parts.json",
        ];

    protected override int Run(ParseResult parse)
    {
        var path = parse.GetValue(output) ?? parse.GetValue(manifest)!;
        PartFolder parts = new(parse.GetValue(folder)!);
        if (parse.GetValue(output) is { } merged)
        {
            parts.CheckMerged(merged);
        }

        var merge = PartMerge.Open(parts);
        OutputFile.CheckWritable(path, parts.Files(merge.Parts.Count));
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
