using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet synthesize</c>. It writes synthetic rows of a table, with the columns and types of the
/// training data.
/// </summary>
internal sealed class SynthesizeCommand : VerbCommand
{
    private const string StudentT = "student_t";
    private const string Histogram = "histogram";

    private readonly Argument<string> model = new("MODELFOLDER")
    {
        Description = "A folder that 'export --model=table' wrote",
    };

    private readonly Option<int?> rowCount = OptionFactory.Integer("--rows", "Number of rows", minimum: 1, 1000);
    private readonly Option<int?> seed = OptionFactory.Seed("Seed of the random samples");

    private readonly Option<string[]?> where = OptionFactory.Texts(
        "--where",
        "CONDITION",
        "A condition that every row meets, such as \"fraud=1\", \"age>=30\" or \"age=30..40\"; may be repeated"
    );

    private readonly Option<bool> balance = new("--balance")
    {
        Description =
            "Write as many rows of each combination of the model's condition columns, instead of their shares in the training data",
    };

    private readonly Option<string[]?> constraint = OptionFactory.Texts(
        "--constraint",
        "CONSTRAINT",
        "A constraint between columns, such as \"start<=end\", \"a+b=total\" or \"unique code\"; may be repeated"
    );

    private readonly Option<bool> fillGaps = new("--fill-gaps")
    {
        Description = "Write a value into every cell, instead of as many missing cells as in the training data",
    };

    private readonly DeviceOption device = new();

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "FILE.parquet: Parquet; FILE.idv: ML.NET's binary format; any other name: a CSV file, '-' for standard output"
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
        where.Aliases.Add("--condition");
        Arguments.Add(model);
        this.Add(rowCount, where, balance, constraint, fillGaps, seed, output);
        device.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "synthesize onnx/customers --rows=1000 --seed=1 --out=synthetic.csv",
            "synthesize onnx/payments --rows=1000 --where=machine=press --out=presses.csv",
            "synthesize onnx/customers --rows=1000 --where=fraud=1 --where=age=30..50 --out=fraud.csv",
        ];

    protected override int Run(ParseResult parse)
    {
        var path = parse.GetValue(output)!;
        OutputFile.CheckWritable(path);
        using var opened = device.Open(parse, parse.GetValue(model)!, Terminal);
        ModelKind.RequireDecodedRows(opened, Name);
        if (!ModelTable.IsTable(opened.Manifest))
        {
            throw new CommandException($"Model '{opened.Folder}' is not a table model. Use 'vaemlnet sample'.");
        }

        if (parse.GetValue(balance) && opened.Manifest.ConditionColumns.Count == 0)
        {
            throw new CommandException(
                $"--balance needs a model with conditions, but model '{opened.Folder}' has none. Train with --condition=COLUMN."
            );
        }

        var likelihoods = opened.Manifest.Columns.Select(column => column.Likelihood).ToHashSet();
        if (likelihoods.Contains(StudentT) && !likelihoods.Contains(Histogram))
        {
            Terminal.WriteLine(
                $"note: the numbers of model '{opened.Folder}' are Student's t, as those of detectors are; synthetic rows of a model of --model=table are more like the data"
            );
        }

        VaeSampleAcceptance acceptance = new();
        VaeSampleOptions options = new()
        {
            Conditions = parse.GetValue(where) ?? [],
            BalancesConditions = parse.GetValue(balance),
            Constraints = parse.GetValue(constraint) ?? [],
            FillsMissingCells = parse.GetValue(fillGaps),
            Acceptance = acceptance,
        };
        var count = parse.GetValue(rowCount)!.Value;
        var rows = new MLContext().Data.VaeSample(opened, count, parse.GetValue(seed)!.Value, options);
        Terminal.RunWithBar(
            "sampling rows",
            bar =>
                new DecodedRows([rows])
                {
                    IdentifierSeed = parse.GetValue(seed),
                    Written = row => bar.Report((double)row / count),
                }.Write(path, opened, Context.CancellationToken)
        );
        if (options.Conditions.Count + options.Constraints.Count > 0)
        {
            Terminal.WriteLine(
                FormattableString.Invariant($"accepted {acceptance.Rate:0.00%} of {acceptance.Drawn} drawn rows")
            );
        }

        Terminal.WriteLine($"sampled {count} rows of {ModelTable.AllColumns(opened.Manifest).Count()} columns: {path}");
        return ExitCode.Ok;
    }
}
