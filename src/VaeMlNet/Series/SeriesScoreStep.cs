using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>The columns that a step for the scores of series reads and adds. Immutable.</summary>
internal sealed class SeriesScoreStep
{
    /// <summary>The name of the step in messages.</summary>
    public const string Name = "VaeScoreSeries";

    /// <summary>The kind of score: -log p(x|z), as in Donut (Xu et al. 2018). The KL divergence belongs to no row of a window.</summary>
    public const VaeScoreKind Kind = VaeScoreKind.ReconstructionError;

    // The columns of the inner view, which no user sees. Names that no file has.
    public const string PlaceColumn = "\u0001place";
    public const string IdentityColumn = "\u0001identity";
    public const string SeriesNumberColumn = "\u0001series";
    public const string ScoreColumn = "\u0001score";
    public const string ContributionsColumn = "\u0001contributions";
    public const string AbsentColumn = "\u0001absent";
    public const string UnitsColumn = "\u0001units";
    public const string ExpectedColumn = "\u0001expected";
    public const string UncertaintyColumn = "\u0001uncertainty";

    private readonly string outputColumnName;

    /// <exception cref="VaeModelException">The model was not trained on windows.</exception>
    public SeriesScoreStep(
        StepModel model,
        string outputColumnName,
        IReadOnlyList<string> channelColumnNames,
        VaeSeriesScoreOptions options
    )
    {
        CheckOptions(outputColumnName, options);
        this.outputColumnName = outputColumnName;
        var manifest = model.Folder.Manifest;
        Series = manifest.Series ?? throw ModelFolderErrors.NoSeries(model.Folder.Path);
        Options = options;
        Threshold = options.Threshold ?? ModelThreshold(manifest);
        Columns = SeriesColumns.Checked(
            Name,
            channelColumnNames is [] ? Series.Channels : channelColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName
        );
        var scoreOptions = new VaeScoreOptions
        {
            BatchSize = 1, // replaced below, where messages have the name of this step
            Kind = Kind,
            PredictedLabelColumnName = null,
            ContributionsColumnName = ContributionsColumn,
        };
        var scores = ScoreStep.Create(
            model,
            ScoreColumn,
            InputNames.FromNames([manifest.Columns[0].Name]),
            scoreOptions,
            threshold: 0
        );
        var units = ChannelUnits.Of(Series);
        Windows = new()
        {
            Columns = Columns,
            Calendar = Series.Calendar,
            OutputColumnName = manifest.Columns[0].Name,
            Length = Series.WindowLength,
            Channels = Series.Channels,
            LongestGap = options.TimestampColumnName is null ? null : Series.LongestGap,
            Absent = options.TimestampColumnName is null ? null : AbsentRows.Of(Series),
            Allowed = ((ColumnInput)scores.Inputs[0]).Values,
            Units = units,
            UnitsColumnName = units is null ? null : UnitsColumn,
            PlaceColumnName = PlaceColumn,
            IdentityColumnName = IdentityColumn,
            SeriesNumberColumnName = SeriesNumberColumn,
        };
        OfWindows = (
            (NeedsExpectations ? WithExpectations(scores, options) : scores) with
            {
                Name = Name,
                BatchSize = model.Settings.BatchSize(options.BatchSize),
            }
        ).Checked();
    }

    public VaeSeries Series { get; }

    public VaeSeriesScoreOptions Options { get; }

    public SeriesColumns Columns { get; }

    public WindowStep Windows { get; }

    /// <summary>Gets the step that scores windows and, if anybody reads them, computes their expected values.</summary>
    public BatchedOnnxStep OfWindows { get; }

    public float Threshold { get; init; }

    private bool NeedsExpectations =>
        (Options.ExpectedColumnName ?? Options.FilledColumnName ?? Options.UncertaintyColumnName) is not null;

    /// <inheritdoc cref="ScoreStep.CheckOptions"/>
    public static void CheckOptions(string outputColumnName, VaeSeriesScoreOptions options)
    {
        if (options is { IsCausal: false, WindowContributionsColumnName: { } column })
        {
            throw SeriesErrors.NotForCovering(column);
        }

        if (options.AllowMissingColumns)
        {
            throw SeriesErrors.NoMissingColumns();
        }

        if (options.Threshold is { } threshold)
        {
            ScoreStep.CheckedThreshold(threshold, nameof(options));
        }

        string?[] scalars = [options.PredictedLabelColumnName, options.RowExcessColumnName];
        OutputColumn.CheckNames(Name, [outputColumnName, .. scalars.OfType<string>(), .. VectorNames(options)]);
    }

    /// <summary>Returns the columns that the step adds, and what a row's result gives for each.</summary>
    public IReadOnlyList<SeriesOutput> Outputs()
    {
        List<SeriesOutput> outputs =
        [
            SeriesOutput.Create<float>(outputColumnName, NumberDataViewType.Single, r => r.Score),
        ];
        if (Options.PredictedLabelColumnName is { } label)
        {
            outputs.Add(SeriesOutput.Create(label, BooleanDataViewType.Instance, r => r.Score > Threshold));
        }

        if (Options.PlaceColumnName is { } place)
        {
            outputs.Add(SeriesOutput.Create(place, NumberDataViewType.Int64, r => r.Place));
        }

        if (Options.RowExcessColumnName is { } excess)
        {
            outputs.Add(
                SeriesOutput.Create(
                    excess,
                    NumberDataViewType.Single,
                    r => (Series.WindowLength * r.Own) - Threshold
                ) with
                {
                    Reads = SeriesReads.Contributions,
                }
            );
        }

        if (Options.ContributionsColumnName is { } channels)
        {
            outputs.Add(SeriesOutput.Create(channels, SeriesReads.Contributions, Series.Channels, r => r.OfChannels));
        }

        if (Options.WindowContributionsColumnName is { } cells)
        {
            var names = VaeSeries.SlotNames(Series.WindowLength, Series.Channels);
            outputs.Add(SeriesOutput.Create(cells, SeriesReads.Contributions, names, r => r.OfCells));
        }

        AddExpectation(Options.ExpectedColumnName, expectation => expectation.Means);
        AddExpectation(Options.UncertaintyColumnName, expectation => expectation.Uncertainties);
        AddExpectation(Options.FilledColumnName, expectation => expectation.Filled);
        return outputs;

        void AddExpectation(string? name, Func<RowExpectation, float[]> read)
        {
            if (name is not null)
            {
                outputs.Add(
                    SeriesOutput.Create(name, SeriesReads.Expectations, Series.Channels, r => read(r.Expectation!))
                );
            }
        }
    }

    /// <summary>Returns the shape of the data with the columns that a step will add.</summary>
    /// <exception cref="ArgumentException">The model knows the calendar, and no column of timestamps is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public static SchemaShape OutputShape(
        SchemaShape shape,
        SeriesColumns columns,
        string outputColumnName,
        VaeSeriesScoreOptions options,
        VaeCalendar calendar
    )
    {
        var inputs = columns.FindIn(shape);
        if (calendar != VaeCalendar.None)
        {
            columns.RequireDates(shape);
        }

        OutputColumn[] added =
        [
            new ScalarOutput(outputColumnName, new("", 1)),
            .. options.PredictedLabelColumnName is { } label
                ? (OutputColumn[])[new BooleanOutput(label, new("", 1))]
                : [],
            .. options.RowExcessColumnName is { } excess ? (OutputColumn[])[new ScalarOutput(excess, new("", 1))] : [],
            .. VectorNames(options).Select(name => new VectorOutput(name, new("", 1), slotNames: columns.Channels)),
        ];
        return OutputColumn.AddTo(shape, added, _ => inputs[0]);
    }

    public SchemaShape OutputShape(SchemaShape shape) =>
        OutputShape(shape, Columns, outputColumnName, Options, Series.Calendar);

    /// <summary>Checks the data's schema and opens the sessions.</summary>
    public VaeSeriesScoreTransformer Fit(StepModel model, IDataView data, IHostEnvironment environment)
    {
        Windows.AddedColumns(data.Schema);
        return new(model, this, StepSessions.Open(OfWindows, environment));
    }

    /// <summary>Opens a pass over the rows' windows. The caller must dispose it.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="reads">The results to read.</param>
    /// <param name="isCausal">Whether the scores of rows are causal; null for the value of the options.</param>
    public SeriesRowScores Read(IDataView source, StepSessions sessions, SeriesReads reads, bool? isCausal = null)
    {
        var causal = isCausal ?? Options.IsCausal;
        // A row has the mean of all windows that contain it, also of those that end with an absent row.
        var windows = causal || Windows.Absent is null ? Windows : Windows with { AbsentColumnName = AbsentColumn };
        return new(new BatchedOnnxView(OfWindows, sessions, new WindowView(windows, source)), reads, windows, causal)
        {
            KeepsCells = Options.WindowContributionsColumnName is not null,
        };
    }

    /// <summary>Returns the step with other options.</summary>
    public SeriesScoreStep With(StepModel model, VaeSeriesScoreOptions options) =>
        new(model, outputColumnName, Columns.Channels, options);

    /// <summary>Returns the names of the vector columns, in the order of the outputs.</summary>
    private static IEnumerable<string> VectorNames(VaeSeriesScoreOptions options) =>
        new[]
        {
            options.ContributionsColumnName,
            options.WindowContributionsColumnName,
            options.ExpectedColumnName,
            options.UncertaintyColumnName,
            options.FilledColumnName,
        }.OfType<string>();

    private static BatchedOnnxStep WithExpectations(BatchedOnnxStep scores, VaeSeriesScoreOptions options)
    {
        var folder = scores.Folder!;
        var window = folder.Manifest.Columns[0];
        return scores with
        {
            Graphs = [.. PosteriorGraphs.Create(folder), .. scores.Graphs],
            Outputs =
            [
                .. scores.Outputs,
                new VectorOutput(ExpectedColumn, GraphTensors.ImputerOutput(window)),
                new VectorOutput(UncertaintyColumn, GraphTensors.Uncertainty(window)),
            ],
            Posterior = new(folder.Manifest, seed: 1),
            NewBatch = (step, sessions, outputs, capacity) =>
                new ExpectedWindowBatch(step, sessions, outputs, capacity),
        };
    }

    private float ModelThreshold(VaeManifest manifest)
    {
        var ofWindows = manifest.Threshold.Value(Kind);
        return (float)(Options.IsCausal ? ofWindows : Series.CoveringThreshold ?? ofWindows);
    }
}
