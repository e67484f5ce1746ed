using System.CommandLine;
using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet label</c>. It asks a person about the rows whose labels say most, writes a file of labels, and trains again with it.
/// </summary>
internal sealed class LabelCommand : VerbCommand
{
    private const string Question = "anomaly? y (yes), n (no), ? (not known), q (stop)";
    private const int MostCellCharacters = 240;
    private const string DefaultLikelihood = "student-t";

    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE",
        "The rows to ask about, best the training rows: a table as CSV with a header, Parquet or JSON"
    );

    private readonly Option<string?> labels = OptionFactory.Text(
        "--known-rows",
        "FILE.csv",
        "The file of labels, which is written after each answer. If it exists, its rows are not asked about again [default: labels.csv]"
    );

    private readonly Option<int?> count = OptionFactory.Integer("--count", "The largest number of questions", 1, 20);

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FOLDER",
        "Trains again with the labels, and writes this model folder [default: prints the command that does so]"
    );

    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public LabelCommand(CommandContext context)
        : base(
            "label",
            "Asks about the rows whose labels say most, one at a time with their reasons, and trains the detector again with the answers.",
            context
        )
    {
        data.Required = true;
        Arguments.Add(model);
        this.Add(data, labels, count, output);
        device.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(data) is { } path && StandardStreams.IsInput(path))
            {
                result.AddError("--data=- has no effect here: standard input has the answers. Pass a file.");
            }
        });
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "label onnx/payments --data=payments.csv",
            "label onnx/payments --data=payments.csv --known-rows=known.csv --count=10 --out=onnx/payments-2",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        var path = parse.GetValue(data)!;
        var file = parse.GetValue(labels) ?? "labels.csv";
        var folder = parse.GetValue(output);
        CsvTable.CheckWritable(file, path);
        if (folder is not null)
        {
            OutputFolder.CheckModel(folder);
        }

        var known = File.Exists(file) ? KnownRows.Read(file) : new KnownRows();
        NextStep training;
        using (var opened = device.Open(parse, parse.GetValue(model)!, Terminal))
        {
            CheckKind(opened);
            var rows = InferenceRows.Open(opened, path, new());
            if (known.Asked.Count > 0)
            {
                known.Check(
                    rows.Csv!.ReadRecords().LongCount(),
                    $"'{file}' has the answers for other rows. Pass these as --data, or another file as --known-rows."
                );
            }

            TakeMarks(opened, rows.Csv!, known, file);
            Ask(opened, rows, known, parse.GetValue(count)!.Value, file);
            training = Training(opened, rows.Csv!.Header, path, file, folder);
        }

        var answers = known.Labels;
        var anomalies = answers.Values.Count(isAnomaly => isAnomaly);
        Terminal.WriteLine(
            $"{file}: {anomalies} known {(anomalies == 1 ? "anomaly" : "anomalies")}, {answers.Count - anomalies} known normal {(answers.Count - anomalies == 1 ? "row" : "rows")}"
        );
        if (anomalies == 0)
        {
            Terminal.WriteLine("no anomaly is known yet, so that training again would change nothing");
            return ExitCode.Ok;
        }

        if (folder is not null)
        {
            return Train(training);
        }

        Terminal.WriteLine($"{training}");
        return ExitCode.Ok;
    }

    private int Train(NextStep training)
    {
        var parse = new ExportCommand(Context).Parse([.. training.Arguments.Skip(1)]);
        return parse.Errors is [var error, ..]
            ? throw new CommandException($"{training}: {error.Message}")
            : parse.Invoke(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    Output = Terminal.Output,
                    Error = Terminal.Error,
                }
            );
    }

    private void CheckKind(VaeModel opened)
    {
        ModelKind.RequireDecodedRows(opened, Name);
        if (!ModelTable.IsTable(opened.Manifest))
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is not one of a table, which 'label' needs: only detectors of tables learn from labels of rows."
            );
        }
    }

    /// <summary>Takes over the labels that the model learned from, because training again reads only the file of labels.</summary>
    private static void TakeMarks(VaeModel opened, CsvFile data, KnownRows known, string file)
    {
        var manifest = opened.Manifest;
        if (manifest.Training.LabeledRows == 0 || manifest.Latent.LabelCount > 0)
        {
            return;
        }

        // Models read all columns of these kinds except for the labels.
        var read = ModelTable.Columns(manifest).SelectMany(column => column.CellNames.Append(column.Name)).ToHashSet();
        var unread = manifest.TableSchema?.Columns.FirstOrDefault(column =>
            !read.Contains(column.Name)
            && column.Kind
                is VaeColumnKind.Number
                    or VaeColumnKind.WholeNumber
                    or VaeColumnKind.Boolean
                    or VaeColumnKind.Category
                    or VaeColumnKind.OrderedCategory
        );
        if (unread is { Name: var marks })
        {
            if (!data.Has(marks))
            {
                throw new CommandException(
                    $"Model '{opened.Folder}' learned from the labels in column '{marks}', which '{data.Path}' does not have. Without them, training again would be worse. Pass the training rows as --data."
                );
            }

            known.AddMarks(data, marks);
            known.Write(file);
        }
    }

    private void Ask(VaeModel opened, InferenceRows rows, KnownRows known, int most, string file)
    {
        rows.TellsUnseen = rows.HasCategories;
        MLContext ml = new(seed: 0);
        VaeScoreOptions options = new() { BatchSize = InferenceInput.BatchSize(opened.Manifest) };
        var questions = RefusedValues.Locate(
            (rows.Csv!, rows.Columns),
            () => ml.Data.VaeRowsToLabel(rows.View(ml), opened, most, known.Asked, options: options)
        );
        long[] chosen = [.. questions.Select(question => question.Row).Order()];
        var cells = Cells(rows.Csv!, chosen);
        var reasons = UnusualRows.Reasons(ml, opened, rows, chosen, options);
        using StreamReader answers = new(Terminal.OpenInput());
        foreach (var (index, question) in questions.Index())
        {
            Context.CancellationToken.ThrowIfCancellationRequested();
            var above = question.IsAnomaly ? ", above the threshold" : "";
            Terminal.WriteLine("");
            Terminal.WriteLine(
                FormattableString.Invariant(
                    $"{index + 1} of {questions.Count}: row {question.Row + 1}, score {question.Score:0.0#}{above}"
                )
            );
            Terminal.WriteLine($"  {cells[question.Row]}");
            var because = reasons[Array.IndexOf(chosen, question.Row)];
            foreach (var reason in because)
            {
                Terminal.WriteLine($"  because {reason}");
            }

            if (!TryAnswer(answers, out var isAnomaly))
            {
                return;
            }

            known[question.Row] = new(
                isAnomaly,
                question.Score.ToString("0.###", CultureInfo.InvariantCulture),
                string.Join("; ", because)
            );
            known.Write(file);
        }
    }

    /// <summary>Reads an answer, which is null where it is not known; returns false at the end of the answers.</summary>
    private bool TryAnswer(StreamReader answers, out bool? isAnomaly)
    {
        while (true)
        {
            Terminal.WriteLine(Question);
            var answer = answers.ReadLine()?.Trim().ToLowerInvariant();
            isAnomaly = answer switch
            {
                "y" or "yes" => true,
                "n" or "no" => false,
                _ => null,
            };
            if (isAnomaly is not null || answer is "?")
            {
                return true;
            }

            if (answer is null or "q" or "quit")
            {
                return false;
            }
        }
    }

    /// <summary>Returns the cells of rows as text, by the numbers of the rows from 0.</summary>
    private static Dictionary<long, string> Cells(CsvFile file, long[] chosen)
    {
        Dictionary<long, string> texts = [];
        foreach (var record in file.Choose(chosen).ReadRecords())
        {
            var cells = string.Join(
                ", ",
                file.Header.Select((name, column) => (Name: name, Text: record.Text(column)))
                    .Where(cell => cell.Text.Length > 0)
                    .Select(cell => $"{cell.Name}={cell.Text}")
            );
            texts[chosen[texts.Count]] =
                cells.Length <= MostCellCharacters ? cells : $"{cells[..MostCellCharacters]} ...";
        }

        return texts;
    }

    /// <summary>
    /// Returns the command that trains a detector like this one with the labels: of the same columns, formats, likelihoods and network, from the same seed.
    /// </summary>
    private static NextStep Training(
        VaeModel opened,
        IReadOnlyList<string> header,
        string path,
        string file,
        string? folder
    )
    {
        var manifest = opened.Manifest;
        var (seed, conditions) = (manifest.Training.Seed, manifest.ConditionColumns.Select(column => column.Name));
        var next = new NextStep("export")
            .With("--model", ModelPreset.Detector)
            .WithData(path, header, opened)
            .With("--condition", conditions.Any() ? string.Join(',', conditions) : null)
            .With("--normal-rows", manifest.NormalRows is null ? null : "true");
        return WithNetwork(next, manifest)
            .With("--seed", seed == new VaeTrainerOptions().Seed ? null : seed.ToString(CultureInfo.InvariantCulture))
            .With("--known-rows", file)
            .With("--out", folder ?? $"{Path.TrimEndingDirectorySeparator(opened.Folder)}-labeled");
    }

    /// <summary>Adds what the user can choose of the network and its loss. A model that fills cells becomes a detector at its defaults.</summary>
    private static NextStep WithNetwork(NextStep next, VaeManifest manifest)
    {
        if (manifest.Training.HiddenCells is not null)
        {
            return next;
        }

        foreach (var (column, likelihood) in OtherLikelihoods(manifest))
        {
            next = next.With("--column-likelihood", $"{column}={likelihood}");
        }

        var (network, latent, beta) = (manifest.Architecture, manifest.Latent, manifest.Training.Beta);
        if (network.Kind == VaeArchitecture.FullyConnected)
        {
            next = next.With("--hidden", string.Join(',', network.HiddenDims))
                .With(
                    "--latent",
                    (latent.Groups ?? latent.Dim - latent.LabelCount).ToString(CultureInfo.InvariantCulture)
                );
        }

        return next.With("--latent-kind", latent.Groups is null ? null : "categorical")
            .With("--prior", latent.HasLearnedPrior ? "vamp" : null)
            .With("--beta", beta == 1 ? null : beta.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Returns the columns of numbers with another likelihood than the default of detectors, and its name in the tool.</summary>
    private static IEnumerable<(string Column, string Likelihood)> OtherLikelihoods(VaeManifest manifest) =>
        manifest
            .Columns.Where(column => column.Type == VaeColumn.SingleType)
            .Select(column => (column.Name, Likelihood: column.Likelihood.Replace('_', '-')))
            .Where(column =>
                column.Likelihood != DefaultLikelihood
                && VaeLikelihoodOptions.Choices.Any(choice =>
                    choice.ForTables is not null && choice.Name == column.Likelihood
                )
            );
}
