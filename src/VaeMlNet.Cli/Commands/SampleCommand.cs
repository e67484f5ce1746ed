using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet sample</c>: writes rows that a model makes up.</summary>
internal sealed class SampleCommand : VerbCommand
{
    private const string Prior = "prior";
    private const string Mixture = "mixture";

    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };
    private readonly Option<int?> count = OptionFactory.Integer("--count", "Number of rows", minimum: 1, 64);
    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the draws", int.MinValue, 1);
    private readonly Option<string> sampler = OptionFactory.Choice(
        "--sampler",
        "What latents are drawn from: the prior, or the mixture that 'export --mixture' fitted",
        [Prior, Mixture],
        Prior
    );

    private readonly DecodedRowsOutput output = new();

    /// <summary>Creates the verb.</summary>
    public SampleCommand(CommandContext context)
        : base("sample", "Writes rows that a model makes up, as a picture or as CSV.", context)
    {
        Arguments.Add(model);
        Options.Add(count);
        Options.Add(sampler);
        Options.Add(seed);
        output.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "sample onnx/mnist --count=96 --out=samples.png",
            "sample onnx/turbines --count=1000 --sampler=mixture --out=samples.csv",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        using var opened = VaeModel.Open(parse.GetValue(model)!);
        if (ModelTable.IsTable(opened.Manifest))
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is of a table: its rows have columns of several types. Use 'vaemlnet synthesize'."
            );
        }

        output.CheckWritable(parse, opened);
        var rowCount = parse.GetValue(count)!.Value;
        VaeSampleOptions options = new()
        {
            Sampler = parse.GetValue(sampler) == Mixture ? VaeLatentSampler.Mixture : VaeLatentSampler.Prior,
        };
        var rows = new MLContext().Data.VaeSample(opened, rowCount, parse.GetValue(seed)!.Value, options);
        Terminal.RunWithBar(
            "drawing rows",
            bar =>
                output.Write(
                    parse,
                    output.Path(parse),
                    opened,
                    new DecodedRows([rows]) { Written = row => bar.Report((double)row / rowCount) },
                    Context.CancellationToken
                )
        );
        Terminal.WriteLine($"drew {rowCount} rows from the {parse.GetValue(sampler)}: {output.Path(parse)}");
        return ExitCode.Ok;
    }
}
