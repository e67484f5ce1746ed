using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet plan</c>: cuts rows into shards beforehand, so that the shards of a job need not each find out where.</summary>
internal sealed class PlanCommand : VerbCommand
{
    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILES",
        "Files, folders or patterns of rows, in the order of their rows: CSV files of the same columns, or IDX images"
    );

    private readonly Option<int?> shards = OptionFactory.Integer("--shards", "How many shards", minimum: 1);

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FOLDER",
        "The folder that the shards will write to; plan.json goes there"
    );

    /// <summary>Creates the verb.</summary>
    public PlanCommand(CommandContext context)
        : base("plan", "Cuts the rows of files into shards, for verbs that run with --shard.", context)
    {
        foreach (var option in new Option[] { data, shards, output })
        {
            option.Required = true;
            Options.Add(option);
        }
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        ["plan --data=rows.csv --shards=16 --out=parts", "plan --data=day1,day2/*.csv --shards=100 --out=parts"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        PartFolder folder = new(parse.GetValue(output)!);
        OutputFile.CheckWritable(folder.PlanFile);
        var count = parse.GetValue(shards)!.Value;
        var paths = InputFiles.Expand(parse.GetValue(data)!);
        if (folder.ReadPlan() is { } existing)
        {
            PlanCheck.Check(folder, existing, new ShardNumber(1, count), paths);
            Terminal.WriteLine($"the plan is there already: {folder.PlanFile}");
            return ExitCode.Ok;
        }

        var plan = ShardPlanner.Plan(paths, count, Context.CancellationToken);
        ShardJson.Write(folder.PlanFile, plan);
        Terminal.WriteLine($"{plan.Rows} rows in {count} shards: {folder.PlanFile}");
        return ExitCode.Ok;
    }
}
