using System.CommandLine;
using System.CommandLine.Parsing;
using VaeMlNet.Baselines;
using VaeMlNet.Files;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet compare</c>. It measures model folders and simple baselines on the same rows: anomaly scores, imputation and
/// synthetic rows.
/// </summary>
internal sealed class CompareCommand : VerbCommand
{
    private const string NoBaselines = "none";

    private static readonly (string Id, Func<ComparisonSetup, ComparisonTask?> Measure)[] AllTasks =
    [
        (ScoreComparison.Id, ScoreComparison.Measure),
        (ImputationComparison.Id, ImputationComparison.Measure),
        (SynthesisComparison.Id, SynthesisComparison.Measure),
    ];

    private static readonly string[] AllBaselines =
    [
        .. AnomalyBaseline.All.Select(baseline => baseline.Name),
        .. ImputationBaseline.All.Select(baseline => baseline.Name),
        .. SynthesisBaseline.All.Select(baseline => baseline.Name),
    ];

    // The training rows again are a limit for synthetic rows, and not a method that anybody would use.
    private static readonly string[] DefaultBaselines = [.. AllBaselines.Except([SynthesisBaseline.Bootstrap.Name])];

    private readonly Argument<string[]> models = new("MODELFOLDER")
    {
        Description = "Folders that 'export' wrote, one or more",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE.csv",
        "The rows to measure on, with the columns of the training data. Without --train, the baselines learn from a random 70 % of them, and only the others are measured"
    );

    private readonly Option<string?> training = OptionFactory.Text(
        "--train",
        "FILE.csv",
        "The rows that the baselines learn from, best those that the models were trained on; --data then has rows that the models have not seen"
    );

    private readonly ColumnOptions columns = new(
        "The columns of the file to use, in the order of training [default: all; table models find their columns by name]"
    );

    private readonly Option<string[]?> tasks = OptionFactory.Names(
        "--tasks",
        $"What to compare of {string.Join(", ", AllTasks.Select(task => task.Id))} [default: all that a model can do]"
    );

    private readonly Option<string[]?> baselines = OptionFactory.Names(
        "--baselines",
        $"The baselines to run of {string.Join(", ", AllBaselines)}; none: models only [default: all except {SynthesisBaseline.Bootstrap.Name}]"
    );

    private readonly Option<double?> hidden = OptionFactory.Share(
        "--hidden",
        "The share of the observed cells to hide for imputation [default: 0.2]"
    );

    private readonly Option<int?> rowCount = OptionFactory.Integer(
        "--rows",
        "The largest number of rows to learn from, and to measure on; of more, random ones are taken",
        minimum: 10,
        5000
    );

    private readonly Option<int?> seed = OptionFactory.Seed(
        "Seed of the split, the hidden cells, the planted anomalies, the baselines and the samples"
    );

    private readonly Option<string[]?> output = OptionFactory.Names(
        "--out",
        "Also write the figures to these files: FILE.html is a page, FILE.json is JSON, any other name is CSV"
    );

    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public CompareCommand(CommandContext context)
        : base(
            "compare",
            "Compares models with each other and with simple baselines on your rows: how well scores rank anomalies, how well hidden cells are filled, and how good synthetic rows are.",
            context
        )
    {
        data.Required = true;
        Arguments.Add(models);
        this.Add(data, training);
        columns.AddTo(this);
        this.Add(tasks, baselines, hidden, rowCount, seed, output);
        device.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "compare onnx/customers --data=customers.csv",
            "compare onnx/turbines onnx/turbines-2 --train=train.csv --data=test.csv --label-column=fault --tasks=scores --out=compare.html",
            "compare onnx/customers --train=train.csv --data=test.csv --tasks=imputation,synthesis --baselines=ridge,copula --out=compare.html,compare.csv",
        ];

    protected override int Run(ParseResult parse)
    {
        var files = parse.GetList(output) ?? [];
        Array.ForEach(files, file => CsvTable.CheckWritable(file, parse.GetValue(data), parse.GetValue(training)));
        List<ComparedModel> opened = [];
        try
        {
            Open(parse, opened);
            Check(parse, opened);
            var comparison = Context.RunWithBar("comparing", bar => Compare(parse, opened, bar));
            ComparisonOutput written = new(comparison);
            // The files first: a reader of the output, such as head, may end it.
            Array.ForEach(files, written.Write);
            written.Print(Terminal);
            PrintExport(parse, comparison, opened);
            if (files.Length > 0)
            {
                Terminal.WriteLine($"wrote {string.Join(", ", files)}");
            }

            return ExitCode.Ok;
        }
        finally
        {
            opened.ForEach(model => model.Dispose());
        }
    }

    /// <summary>Prints how to export a baseline that ranks the rows better than every model.</summary>
    private void PrintExport(ParseResult parse, Comparison comparison, List<ComparedModel> opened)
    {
        if (BetterBaseline.Find(comparison, opened) is { } baseline)
        {
            Terminal.WriteLine(
                $"'{baseline.Name}' ranks these rows better than every model. It can be exported as a model folder."
            );
            var next = baseline.Export(
                parse.GetValue(training) ?? parse.GetValue(data)!,
                columns.Label(parse),
                parse.CommandResult.IsGiven(rowCount) ? parse.GetValue(rowCount) : null,
                parse.GetValue(seed)!.Value
            );
            Terminal.WriteLine($"{next}");
        }
    }

    private void Open(ParseResult parse, List<ComparedModel> opened)
    {
        var folders = parse.GetValue(models)!;
        string[] names = [.. folders.Select(folder => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)))];
        foreach (var (folder, name) in folders.Zip(names))
        {
            var isUnique = names.Count(other => other == name) == 1 && !AllBaselines.Contains(name) && name.Length > 0;
            var model = device.Open(parse, folder, Terminal);
            opened.Add(new(isUnique ? name : folder, model));
            ModelKind.RefuseSeries(model, Name);
            ModelTable.CheckChoice(columns.Read(parse, leavesLabelOut: false), model);
        }
    }

    private void Check(ParseResult parse, List<ComparedModel> opened)
    {
        foreach (var path in ((string?[])[parse.GetValue(data), parse.GetValue(training)]).OfType<string>())
        {
            opened.ForEach(model => model.Check(path, columns.Read(parse), Context.CancellationToken));
        }
    }

    private Comparison Compare(ParseResult parse, List<ComparedModel> opened, IProgress<double> bar)
    {
        var wanted = parse.GetList(tasks) ?? [.. AllTasks.Select(task => task.Id)];
        using var temporary = TemporaryFile.NewFolder("compare");
        var begun = 0;
        // About as many methods as run, for the bar alone.
        var expected = (wanted.Length * opened.Count) + AllBaselines.Length;
        ComparisonSetup setup = new()
        {
            Rows = ComparedRows.Read(
                parse.GetValue(data)!,
                parse.GetValue(training),
                parse.GetValue(rowCount)!.Value,
                parse.GetValue(seed)!.Value
            ),
            Models = opened,
            Choice = columns.Read(parse),
            LabelColumn = columns.Label(parse),
            Baselines = parse.GetList(baselines) ?? DefaultBaselines,
            HiddenShare = parse.GetValue(hidden) ?? 0.2,
            Seed = parse.GetValue(seed)!.Value,
            Folder = temporary.Folder,
            Begins = _ => bar.Report(Math.Min(1, begun++ / (double)expected)),
            CancellationToken = Context.CancellationToken,
        };
        ComparisonTask[] measured =
        [
            .. AllTasks
                .Where(task => wanted.Contains(task.Id))
                .Select(task => task.Measure(setup))
                .OfType<ComparisonTask>(),
        ];
        return measured.Length > 0
            ? new(setup.Rows.Description, measured, setup.Notes, setup.Seed)
            : throw new CommandException(
                $"Nothing could be compared. {string.Join(" ", setup.Notes.DefaultIfEmpty("Only models of tables fill cells and make rows; for scores, pass --tasks=scores."))}"
            );
    }

    private void Check(CommandResult result)
    {
        CheckNames(result, tasks, [.. AllTasks.Select(task => task.Id)]);
        CheckNames(result, baselines, [.. AllBaselines, NoBaselines]);
    }

    private static void CheckNames(CommandResult result, Option<string[]?> option, string[] known)
    {
        foreach (var name in (result.GetValue(option) ?? []).Except(known))
        {
            result.AddError($"{option.Name} names '{name}', expected names of: {string.Join(", ", known)}.");
        }
    }
}
