using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet synthesize</c>: writes new rows of a table, with its own columns and types.</summary>
internal sealed class SynthesizeCommand : VerbCommand
{
    private const string Prior = "prior";
    private const string Mixture = "mixture";

    private readonly Argument<string> model = new("MODELFOLDER")
    {
        Description = "A folder that 'export --model=table' wrote",
    };

    private readonly Option<int?> rowCount = OptionFactory.Integer("--rows", "Number of rows", minimum: 1, 1000);
    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the draws", int.MinValue, 1);
    private readonly Option<string> sampler = OptionFactory.Choice(
        "--sampler",
        "What latents are drawn from: the prior, or the mixture that 'export --mixture' fitted",
        [Prior, Mixture],
        Prior
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "FILE.idv: ML.NET's binary format; any other name: a CSV file, '-' for standard output"
    );

    /// <summary>Creates the verb.</summary>
    public SynthesizeCommand(CommandContext context)
        : base(
            "synthesize",
            "Writes new rows of a table, drawn from its model: the same columns and types, as CSV or for ML.NET.",
            context
        )
    {
        output.Required = true;
        Arguments.Add(model);
        Options.Add(rowCount);
        Options.Add(sampler);
        Options.Add(seed);
        Options.Add(output);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        ["synthesize onnx/customers --rows=1000 --seed=1 --out=synthetic.csv"];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var path = parse.GetValue(output)!;
        OutputFile.CheckWritable(path);
        using var opened = VaeModel.Open(parse.GetValue(model)!);
        if (!ModelTable.IsTable(opened.Manifest))
        {
            throw new CommandException($"Model '{opened.Folder}' is not of a table. Use 'vaemlnet sample'.");
        }

        VaeSampleOptions options = new()
        {
            Sampler = parse.GetValue(sampler) == Mixture ? VaeLatentSampler.Mixture : VaeLatentSampler.Prior,
        };
        var count = parse.GetValue(rowCount)!.Value;
        var rows = new MLContext().Data.VaeSample(opened, count, parse.GetValue(seed)!.Value, options);
        Terminal.RunWithBar(
            "drawing rows",
            bar =>
                new DecodedRows([rows]) { Written = row => bar.Report((double)row / count) }.Write(
                    path,
                    opened,
                    Context.CancellationToken
                )
        );
        Terminal.WriteLine($"drew {count} rows of {opened.Manifest.Columns.Count} columns: {path}");
        return ExitCode.Ok;
    }
}
