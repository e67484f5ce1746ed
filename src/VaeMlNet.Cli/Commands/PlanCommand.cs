using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet plan</c>. It divides rows into shards beforehand, so that the shards of a job need not scan
/// the files.
/// </summary>
internal sealed class PlanCommand : VerbCommand
{
    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILES",
        "The files, folders or patterns of the rows, in the order of the rows: tables with the same columns, or IDX images"
    );

    private readonly Option<int?> shards = OptionFactory.Integer(
        "--shards",
        "The number of shards",
        minimum: 1,
        maximum: 100_000
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FOLDER",
        "The folder for the results of the shards; plan.json is written into it"
    );

    /// <summary>Creates the verb.</summary>
    public PlanCommand(CommandContext context)
        : base("plan", "Divides the rows of files into shards, for verbs with --shard.", context)
    {
        foreach (var option in new Option[] { data, shards, output })
        {
            option.Required = true;
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples =>
        ["plan --data=rows.csv --shards=16 --out=parts", "plan --data=day1,day2/*.csv --shards=100 --out=parts"];

    protected override int Run(ParseResult parse)
    {
        PartFolder folder = new(parse.GetValue(output)!);
        OutputFile.CheckWritable(folder.PlanFile);
        var count = parse.GetValue(shards)!.Value;
        var paths = InputFiles.Expand(parse.GetValue(data)!);
        if (folder.ReadPlan() is { } existing)
        {
            PlanCheck.Check(folder, existing, new ShardNumber(1, count), paths);
            Terminal.WriteLine($"the plan already exists: {folder.PlanFile}");
            return ExitCode.Ok;
        }

        var plan = folder.WritePlan(paths, count, Context.CancellationToken);
        Terminal.WriteLine($"{plan.Rows} rows in {count} shards: {folder.PlanFile}");
        return ExitCode.Ok;
    }
}
