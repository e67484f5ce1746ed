using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet decode</c>: turns latents back into rows, through <c>VaeSample</c>.</summary>
internal sealed class DecodeCommand : VerbCommand
{
    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE.csv",
        "Latents: CSV with a header and a column for each, as 'encode' writes it; '-' for standard input"
    );

    private readonly ColumnOptions columns = new(
        "Columns of the CSV file with the latents, in order [default: latent_0, latent_1, ... where they are, else all]"
    );

    private readonly DecodedRowsOutput output = new();

    /// <summary>Creates the verb.</summary>
    public DecodeCommand(CommandContext context)
        : base(
            "decode",
            "Decodes latents with a model folder: the rows they stand for, in their own units, as CSV or as a picture.",
            context
        )
    {
        data.Required = true;
        Arguments.Add(model);
        Options.Add(data);
        columns.AddTo(this);
        output.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "decode onnx/turbines --data=latents.csv --out=rows.csv",
            "decode onnx/mnist --data=latents.csv --out=digits.png",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        using var opened = VaeModel.Open(parse.GetValue(model)!);
        output.CheckWritable(parse, opened);
        var file = Open(parse, opened);
        var rowCount = Terminal.RunWithBar(
            $"reading {file.Path}",
            bar =>
                output.Write(
                    parse,
                    output.Path(parse),
                    opened,
                    DecodedRows.Of(opened, file.ReadRows(bar)),
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
        var latents = LatentWriter.Header(opened.LatentDim);
        if (choice.Columns is null && latents.All(CsvFile.Open(path).Has))
        {
            choice = choice with { Columns = latents };
        }

        var file = CsvFeatureFile.Open(path, choice);
        return file.Width == opened.LatentDim
            ? file
            : throw new CommandException(
                $"'{path}' has {file.Width} columns, but model '{opened.Folder}' has {opened.LatentDim} latents. Pass what "
                    + "'vaemlnet encode' wrote with this model, or name the columns with --columns."
            );
    }
}
