using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet decode</c>: decodes latents to rows with <c>VaeSample</c>.</summary>
internal sealed class DecodeCommand : VerbCommand
{
    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE.csv",
        "The latents: CSV with a header and one column per latent, as 'encode' writes it; '-' for standard input"
    );

    private readonly ColumnOptions columns = new(
        "The columns with the latents, in order [default: latent_0, latent_1, ... if the file has them, otherwise all]"
    );

    private readonly DecodedConditions where = new();
    private readonly DecodedRowsOutput output = new();
    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public DecodeCommand(CommandContext context)
        : base(
            "decode",
            "Decodes latents to rows with a model folder. Writes CSV in the units of the data, or a grid of images.",
            context
        )
    {
        data.Required = true;
        Arguments.Add(model);
        Options.Add(data);
        columns.AddTo(this);
        where.AddTo(this);
        output.AddTo(this);
        device.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "decode onnx/turbines --data=latents.csv --out=rows.csv",
            "decode onnx/payments --data=latents.csv --where=machine=press --out=rows.csv",
            "decode onnx/mnist --data=latents.csv --out=digits.png",
        ];

    protected override int Run(ParseResult parse)
    {
        using var opened = device.Open(parse, parse.GetValue(model)!, Terminal);
        ModelKind.RequireDecodedRows(opened, Name);
        output.CheckWritable(parse, opened, parse.GetValue(data));
        where.Check(parse, opened);
        var file = Open(parse, opened);
        var conditions = where.View(parse, opened, parse.GetValue(data)!);
        var rowCount = Terminal.RunWithBar(
            $"reading {file.Path}",
            bar =>
                output.Write(
                    parse,
                    output.Path(parse),
                    opened,
                    DecodedRows.Decode(opened, file.ReadRows(bar), conditions, where.Read(parse)),
                    Context.CancellationToken
                )
        );
        Terminal.WriteLine($"decoded {rowCount} rows: {output.Path(parse)}");
        return ExitCode.Ok;
    }

    private CsvFeatureFile Open(ParseResult parse, VaeModel opened)
    {
        var path = parse.GetValue(data)!;
        var choice = columns.Read(parse);
        var latents = WrittenColumn.Names(LatentWriter.Header(opened.LatentDim));
        if (choice.Columns is null && latents.All(CsvFile.Open(path).Has))
        {
            choice = choice with { Columns = latents };
        }

        var file = CsvFeatureFile.Open(path, choice);
        return file.Width == opened.LatentDim
            ? file
            : throw new CommandException(
                $"'{path}' has {file.Width} columns, but model '{opened.Folder}' has {opened.LatentDim} latents. Pass the file that "
                    + "'vaemlnet encode' wrote with this model, or name the columns of the latents with --columns."
            );
    }
}
