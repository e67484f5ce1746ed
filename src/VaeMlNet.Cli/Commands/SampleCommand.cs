using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet sample</c>. It writes synthetic rows.</summary>
internal sealed class SampleCommand : VerbCommand
{
    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };
    private readonly Option<int?> count = OptionFactory.Integer("--count", "Number of rows", minimum: 1, 64);
    private readonly Option<int?> seed = OptionFactory.Seed("Seed of the random samples");

    private readonly DecodedRowsOutput output = new();
    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public SampleCommand(CommandContext context)
        : base("sample", "Samples new rows from a model, as a picture or as CSV.", context)
    {
        Arguments.Add(model);
        this.Add(count, seed);
        output.AddTo(this);
        device.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        ["sample onnx/mnist --count=96 --out=samples.png", "sample onnx/turbines --count=1000 --out=samples.csv"];

    protected override int Run(ParseResult parse)
    {
        using var opened = device.Open(parse, parse.GetValue(model)!, Terminal);
        ModelKind.RequireDecodedRows(opened, Name);
        ModelKind.RefuseTable(opened, ", whose columns have several types. Use 'vaemlnet synthesize'.");

        output.CheckWritable(parse, opened);
        var rowCount = parse.GetValue(count)!.Value;
        var rows = new MLContext().Data.VaeSample(opened, rowCount, parse.GetValue(seed)!.Value);
        Terminal.RunWithBar(
            "sampling rows",
            bar =>
                output.Write(
                    parse,
                    output.Path(parse),
                    opened,
                    new DecodedRows([rows])
                    {
                        Written = row => bar.Report((double)row / rowCount),
                        Title = $"{rowCount} samples, seed {parse.GetValue(seed)}",
                    },
                    Context.CancellationToken
                )
        );
        Terminal.WriteLine($"sampled {rowCount} rows: {output.Path(parse)}");
        return ExitCode.Ok;
    }
}
