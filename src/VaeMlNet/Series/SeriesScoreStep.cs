using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The columns that a step for the scores of series reads and adds. Immutable.</summary>
internal sealed class SeriesScoreStep
{
    /// <summary>The name of the step in messages.</summary>
    public const string Name = "VaeScoreSeries";

    /// <summary>The kind of score: -log p(x|z), as in Donut (Xu et al. 2018). The KL divergence belongs to no row of a window.</summary>
    public const VaeScoreKind Kind = VaeScoreKind.ReconstructionError;

    // The columns of the inner view, which no user sees. Names that no file has.
    private const string PlaceColumn = "\u0001place";
    private const string SeriesNumberColumn = "\u0001series";
    private const string ScoreColumn = "\u0001score";
    private const string ContributionsColumn = "\u0001contributions";

    private readonly string outputColumnName;

    /// <exception cref="VaeModelException">The model was not trained on windows.</exception>
    /// <exception cref="ArgumentException">Two columns have the same name, or an option does not fit the others.</exception>
    public SeriesScoreStep(
        StepModel model,
        string outputColumnName,
        IReadOnlyList<string> channelColumnNames,
        VaeSeriesScoreOptions options
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        this.outputColumnName = outputColumnName;
        var manifest = model.Folder.Manifest;
        Series = manifest.Series ?? throw SeriesErrors.NoSeries(model.Folder.Path);
        Options = options;
        if (options is { Scoring: VaeSeriesScoring.Covering, WindowContributionsColumnName: { } column })
        {
            throw SeriesErrors.NotForCovering(column);
        }

        Threshold = options.Threshold is { } threshold
            ? ScoreStep.CheckedThreshold(threshold, nameof(options))
            : ModelThreshold(manifest);
        Columns = SeriesColumns.Checked(
            Name,
            channelColumnNames is [] ? Series.Channels : channelColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName
        );
        Windows = new()
        {
            Columns = Columns,
            Calendar = Series.Calendar,
            OutputColumnName = manifest.Columns[0].Name,
            Length = Series.WindowLength,
            Channels = Series.Channels,
            LongestGap = options.TimestampColumnName is null ? null : Series.LongestGap,
            Normalization = new(Series),
            PlaceColumnName = PlaceColumn,
            SeriesNumberColumnName = SeriesNumberColumn,
        };
        var scoreOptions = new VaeScoreOptions
        {
            BatchSize = options.BatchSize,
            Kind = Kind,
            PredictedLabelColumnName = null,
            ContributionsColumnName = NeedsContributions ? ContributionsColumn : null,
        };
        WindowScores = ScoreStep.Create(
            model,
            ScoreColumn,
            InputNames.FromNames([manifest.Columns[0].Name]),
            scoreOptions,
            threshold: 0
        );
        if (AddedNames.GroupBy(name => name).FirstOrDefault(names => names.Count() > 1) is { Key: var twice })
        {
            throw StepErrors.SameName(Name, twice);
        }
    }

    public VaeSeries Series { get; }

    public VaeSeriesScoreOptions Options { get; }

    public SeriesColumns Columns { get; }

    public WindowStep Windows { get; }

    /// <summary>Gets the step that scores windows.</summary>
    public BatchedOnnxStep WindowScores { get; }

    public float Threshold { get; init; }

    private bool NeedsContributions =>
        (Options.ContributionsColumnName ?? Options.WindowContributionsColumnName) is not null;

    private IEnumerable<string> AddedNames =>
        new[]
        {
            outputColumnName,
            Options.PredictedLabelColumnName,
            Options.ContributionsColumnName,
            Options.WindowContributionsColumnName,
        }.OfType<string>();

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

        if (Options.ContributionsColumnName is { } channels)
        {
            outputs.Add(SeriesOutput.Create(channels, Series.Channels, r => r.OfChannels));
        }

        if (Options.WindowContributionsColumnName is { } cells)
        {
            var names = VaeSeries.SlotNames(Series.WindowLength, Series.Channels);
            outputs.Add(SeriesOutput.Create(cells, names, r => r.OfCells));
        }

        return outputs;
    }

    /// <summary>Returns the shape of the data with the columns that a step will add.</summary>
    public static SchemaShape OutputShape(
        SchemaShape shape,
        SeriesColumns columns,
        string outputColumnName,
        VaeSeriesScoreOptions options
    )
    {
        var inputs = columns.FindIn(shape);
        OutputColumn[] added =
        [
            new ScalarOutput(outputColumnName, new("", 1)),
            .. options.PredictedLabelColumnName is { } label
                ? (OutputColumn[])[new BooleanOutput(label, new("", 1))]
                : [],
            .. new[] { options.ContributionsColumnName, options.WindowContributionsColumnName }
                .OfType<string>()
                .Select(name => new VectorOutput(name, new("", 1), slotNames: columns.Channels)),
        ];
        return OutputColumn.AddTo(shape, added, _ => inputs[0]);
    }

    /// <inheritdoc cref="OutputShape(SchemaShape, SeriesColumns, string, VaeSeriesScoreOptions)"/>
    public SchemaShape OutputShape(SchemaShape shape) => OutputShape(shape, Columns, outputColumnName, Options);

    /// <summary>Opens a pass over the rows' windows. The caller must dispose it.</summary>
    public SeriesRowScores Read(IDataView source, StepSessions sessions)
    {
        var windows = new WindowView(Windows, source);
        var view = new BatchedOnnxView(WindowScores, sessions, windows);
        return new(
            view,
            (PlaceColumn, SeriesNumberColumn, ScoreColumn, NeedsContributions ? ContributionsColumn : null),
            Series,
            Options.Scoring
        )
        {
            KeepsCells = Options.WindowContributionsColumnName is not null,
        };
    }

    /// <summary>Returns the step with other options.</summary>
    public SeriesScoreStep With(StepModel model, VaeSeriesScoreOptions options) =>
        new(model, outputColumnName, Columns.Channels, options);

    private float ModelThreshold(VaeManifest manifest)
    {
        var ofWindows = manifest.Threshold.Value(Kind);
        return (float)(
            Options.Scoring == VaeSeriesScoring.Covering ? Series.CoveringThreshold ?? ofWindows : ofWindows
        );
    }
}
