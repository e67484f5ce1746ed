using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet synthesize</c>. It writes synthetic rows of a table, with the columns and types of the
/// training data.
/// </summary>
internal sealed class SynthesizeCommand : VerbCommand
{
    private const string Prior = "prior";
    private const string Mixture = "mixture";

    private readonly Argument<string> model = new("MODELFOLDER")
    {
        Description = "A folder that 'export --model=table' wrote",
    };

    private readonly Option<int?> rowCount = OptionFactory.Integer("--rows", "Number of rows", minimum: 1, 1000);
    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the random samples", int.MinValue, 1);
    private readonly Option<string> sampler = OptionFactory.Choice(
        "--sampler",
        "The distribution of the latents: the prior, or the mixture that 'export --mixture' fitted",
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
            "Writes synthetic rows of a table, with its columns and types, as CSV or for ML.NET.",
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
            throw new CommandException($"Model '{opened.Folder}' is not a table model. Use 'vaemlnet sample'.");
        }

        VaeSampleOptions options = new()
        {
            Sampler = parse.GetValue(sampler) == Mixture ? VaeLatentSampler.Mixture : VaeLatentSampler.Prior,
        };
        var count = parse.GetValue(rowCount)!.Value;
        var rows = new MLContext().Data.VaeSample(opened, count, parse.GetValue(seed)!.Value, options);
        Terminal.RunWithBar(
            "sampling rows",
            bar =>
                new DecodedRows([rows]) { Written = row => bar.Report((double)row / count) }.Write(
                    path,
                    opened,
                    Context.CancellationToken
                )
        );
        Terminal.WriteLine($"sampled {count} rows of {opened.Manifest.Columns.Count} columns: {path}");
        return ExitCode.Ok;
    }
}
