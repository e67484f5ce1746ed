using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using VaeMlNet.Files;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Scores rows of time series one at a time, as they come. It remembers the last W rows of each series.</summary>
/// <remarks>
/// <para>A score is causal: it equals that of <c>VaeScoreSeries</c> with <see cref="VaeSeriesScoreOptions.IsCausal"/>, up to rounding.</para>
/// <para>
/// Memory: 4 · W · C bytes, 16 · C more with counters, and the name for each series, whatever the number of its rows. Where names come from outside, bound their number with
/// <see cref="RemoveIdle"/> and <see cref="Remove"/>.
/// </para>
/// Thread safety: all members may be used from several threads at once. Rows of different series run at the same time. Rows of one series
/// run one after the other, in the order of the calls. Dispose the engine to release its session, which it shares with all other users of
/// the same model and settings in the process.
/// </remarks>
/// <example><code>
/// using var engine = new VaeSeriesEngine("onnx/servers");
/// VaeSeriesResult result = engine.Push("server 7", [0.31f, 0.72f]);
/// </code></example>
public sealed class VaeSeriesEngine : IDisposable
{
    private const string Name = nameof(VaeSeriesEngine);

    private readonly StepModel model;
    private readonly SeriesScoreStep step;
    private readonly WindowRules rules;
    private readonly GraphSession session;
    private readonly ColumnInput window;
    private readonly BatchPool batches;
    private readonly ReaderWriterLockSlim gate = new();
    private ConcurrentDictionary<string, SlidingWindow> windows = new(StringComparer.Ordinal);
    private bool isDisposed;

    /// <summary>Creates an engine without series.</summary>
    /// <param name="model">The path of a model folder, such as <c>onnx/servers</c>, or an opened model, trained on windows.</param>
    /// <param name="threshold">The score in nats above which a row is an anomaly. Default: null, which means the model's.</param>
    /// <exception cref="VaeModelException">
    /// The folder is missing, damaged, inconsistent, of a newer format version, or was not trained on windows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    public VaeSeriesEngine(VaeModelSource model, float? threshold = null)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).OpenForStep(new VaeSeriesScoreOptions()),
            threshold
        ) { }

    internal VaeSeriesEngine(StepModel model, float? threshold)
    {
        this.model = model;
        var folder = model.Folder;
        step = new(model, "Score", [], new() { IsCausal = true, Threshold = threshold });
        rules = new(
            Name,
            Series.WindowLength,
            Series.Channels.Count,
            Series.LongestGap,
            step.Windows.Units,
            AbsentRows.Of(Series)
        );
        window = (ColumnInput)step.OfWindows.Inputs[0];
        session = new(
            folder.Path,
            ModelFolderFiles.Scorer,
            () => folder.Scorer,
            model.Settings,
            new ModelFolderOwner($"{Name} of model '{folder.Path}'")
        );
        GraphTensor[] outputs = [.. step.OfWindows.Outputs.Select(output => output.Tensor)];
        batches = new(() => new(session.Lease, step.OfWindows.Graphs[0].Inputs, outputs, capacity: 1));
    }

    /// <summary>Gets the windows of the model.</summary>
    public VaeSeries Series => step.Series;

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    public float Threshold => step.Threshold;

    /// <summary>Gets the number of series that the engine remembers.</summary>
    public int SeriesCount => windows.Count;

    /// <summary>Gets or sets the clock by which series are idle.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Adds a row to a series and scores it.</summary>
    /// <param name="series">The name of the series; empty if there is only one.</param>
    /// <param name="values">The channels in the order of the training: float32 [C], NaN for missing ones.</param>
    /// <param name="time">
    /// The time of the row, for models with <see cref="VaeSeries.LongestGap"/> or a <see cref="VaeSeries.Calendar"/>. Default: null, which means
    /// directly after the row before, whose time the row then has; it is refused by models with a calendar. If the training had local times of type DateTime, pass them with
    /// the offset 0.
    /// </param>
    /// <param name="contributions">
    /// Receives each channel's contribution to the score: float32 [C]. The channels that cause a high score are those that are most above <see
    /// cref="VaeSeries.UsualContributions"/>. Default: empty, which means that they are not computed.
    /// </param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">
    /// The number of values or contributions is not C, the time is infinite, or the model needs a time.
    /// </exception>
    /// <exception cref="VaeRowException">
    /// The model does not allow a value, or the row is earlier than the row before it. The series is then unchanged.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public VaeSeriesResult Push(
        string series,
        ReadOnlySpan<float> values,
        DateTimeOffset? time = null,
        Span<float> contributions = default
    ) =>
        Push(
            series,
            values,
            time is { } given ? TimestampReader.Seconds(given.UtcDateTime) : double.NaN,
            contributions
        );

    /// <summary>Adds a row of a series with a number as its time, and scores it.</summary>
    /// <inheritdoc cref="Push(string, ReadOnlySpan{float}, DateTimeOffset?, Span{float})"/>
    /// <param name="series">The name of the series; empty if there is only one.</param>
    /// <param name="values">The channels in the order of the training: float32 [C], NaN for missing ones.</param>
    /// <param name="time">The time in the unit of the training's timestamps; NaN for directly after the row before, whose time the row then has.</param>
    /// <param name="contributions">Receives each channel's contribution to the score: float32 [C], or empty.</param>
    public VaeSeriesResult Push(
        string series,
        ReadOnlySpan<float> values,
        double time,
        Span<float> contributions = default
    )
    {
        Check(series, values, time, contributions);
        using var entered = EnteredLock.ToRead(gate);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var rows = windows.GetOrAdd(series, static (_, engine) => engine.rules.NewWindow(), this);
        lock (rows)
        {
            return Score(rows, series, values, time, contributions);
        }
    }

    /// <summary>Scores a row with a copy of its series. The engine changes by <see cref="Commit"/> only.</summary>
    /// <param name="copies">The copies of the series so far, by name. The series is added to them.</param>
    /// <param name="series">The name of the series.</param>
    /// <param name="values">The channels: float32 [C].</param>
    /// <param name="time">The time, or NaN.</param>
    /// <param name="contributions">Receives each channel's contribution to the score: float32 [C], or empty.</param>
    internal VaeSeriesResult PushTentatively(
        Dictionary<string, SlidingWindow> copies,
        string series,
        ReadOnlySpan<float> values,
        double time,
        Span<float> contributions
    )
    {
        Check(series, values, time, contributions);
        using var entered = EnteredLock.ToRead(gate);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!copies.TryGetValue(series, out var rows))
        {
            copies[series] = rows = CopyOf(series);
        }

        return Score(rows, series, values, time, contributions);
    }

    /// <summary>Replaces series by copies that <see cref="PushTentatively"/> has changed.</summary>
    internal void Commit(IReadOnlyDictionary<string, SlidingWindow> copies)
    {
        using var entered = EnteredLock.ToWrite(gate);
        foreach (var (name, rows) in copies)
        {
            windows[name] = rows;
        }
    }

    /// <summary>Returns whether the engine remembers a series.</summary>
    internal bool Contains(string series) => windows.ContainsKey(series);

    /// <summary>Returns the time of the last row of a series. A row that is not later was probably scored before.</summary>
    /// <param name="series">The name of the series; empty if there is only one.</param>
    /// <returns>
    /// The seconds since 1970 in UTC for dates, and the number itself for numbers; NaN without times, or for a series that the engine does
    /// not remember.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public double LastTime(string series)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(series);
        if (!windows.TryGetValue(series, out var rows))
        {
            return double.NaN;
        }

        lock (rows)
        {
            return rows.LastTime;
        }
    }

    /// <summary>Forgets a series. Its next row is the first of a new one.</summary>
    /// <param name="series">The name of the series.</param>
    /// <returns>True if the engine remembered it.</returns>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public bool Remove(string series)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return windows.TryRemove(series, out _);
    }

    /// <summary>Forgets the series to which no row was added for some time, by the clock of this machine. Their next rows are the first of new ones.</summary>
    /// <param name="longest">The longest time without a row, above 0.</param>
    /// <returns>The number of series that were forgotten.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above 0.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public int RemoveIdle(TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longest, TimeSpan.Zero);
        using var entered = EnteredLock.ToWrite(gate);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var earliest = Clock.GetUtcNow().UtcTicks - longest.Ticks;
        return windows.Count(pair => pair.Value.LastUse < earliest && windows.TryRemove(pair));
    }

    /// <summary>Writes the last rows of all series to a file, as a whole or not at all. Calls to <c>Push</c> wait meanwhile.</summary>
    /// <param name="path">The file to create or replace. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void SaveCheckpoint(string path)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = TemporaryFile.Beside(path);
        SaveCheckpoint(file.Stream);
        file.MoveTo(path);
    }

    /// <summary>Writes the last rows of all series to a stream. Calls to <c>Push</c> wait meanwhile.</summary>
    /// <param name="stream">The stream to write to. It stays open.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void SaveCheckpoint(Stream stream)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        using var entered = EnteredLock.ToWrite(gate);
        SeriesCheckpoint.Write(stream, Fingerprint(), windows);
    }

    /// <summary>Replaces all series by those of a checkpoint. The next scores are those that would have followed when it was written.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint(string)"/> wrote with the same model.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no checkpoint, or belongs to another model. The engine is unchanged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void RestoreCheckpoint(string path)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Restore(File.ReadAllBytes(path), path);
    }

    /// <summary>Replaces all series by those of a checkpoint. The next scores are those that would have followed when it was written.</summary>
    /// <param name="stream">
    /// The stream that <see cref="SaveCheckpoint(Stream)"/> wrote with the same model. It is read from its position to its end, and stays open.
    /// </param>
    /// <exception cref="InvalidDataException">The stream is damaged or no checkpoint, or belongs to another model. The engine is unchanged.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void RestoreCheckpoint(Stream stream)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        stream.CopyTo(content);
        Restore(content.ToArray(), path: null);
    }

    /// <summary>Releases this engine's session. Other users of the same model keep theirs.</summary>
    public void Dispose()
    {
        using var entered = EnteredLock.ToWrite(gate);
        isDisposed = true;
        batches.Dispose();
        session.Dispose();
    }

    private SlidingWindow CopyOf(string series)
    {
        if (!windows.TryGetValue(series, out var rows))
        {
            return rules.NewWindow();
        }

        lock (rows)
        {
            return rows.Copy();
        }
    }

    private VaeSeriesResult Score(
        SlidingWindow rows,
        string series,
        ReadOnlySpan<float> values,
        double time,
        Span<float> contributions
    )
    {
        using var borrowed = batches.Borrow();
        var batch = borrowed.Batch;
        while (rules.AddAbsent(rows, series, time)) { }

        rules.Add(rows, series, values, time, rows.RowCount);
        rows.LastUse = Clock.GetUtcNow().UtcTicks;
        var input = batch.Input<float>(0, 0); // [1, W * C]
        rows.CopyTo(input);
        if (Series.HasCalendar)
        {
            CalendarColumn.Write(time, batch.Input<float>(1, 0));
        }

        batch.Run(1);
        var score = batch.Output<float>(0, 0)[0];
        if (!contributions.IsEmpty)
        {
            SeriesRowScores.SumOverRows(batch.Output<float>(1, 0), Series.Channels.Count).CopyTo(contributions);
        }

        return new(score, score > Threshold, rows.RowCount);
    }

    private void Restore(byte[] checkpoint, string? path)
    {
        var restored = SeriesCheckpoint.Read(checkpoint, path, Fingerprint(), rules);
        using var entered = EnteredLock.ToWrite(gate);
        windows = restored;
    }

    private byte[] Fingerprint() => SHA256.HashData(model.Folder.Scorer);

    private void Check(string series, ReadOnlySpan<float> values, double time, ReadOnlySpan<float> contributions)
    {
        ArgumentNullException.ThrowIfNull(series);
        CheckValues(values, contributions);
        if (double.IsFinite(time) || (double.IsNaN(time) && !Series.HasCalendar))
        {
            return;
        }

        var row = series.Length == 0 ? "the row" : $"the row of series '{series}'";
        throw new ArgumentException(
            double.IsNaN(time)
                ? $"The model knows the calendar, but {row} has no time. Pass one."
                : FormattableString.Invariant($"The time of {row} is {time}, expected a finite number."),
            nameof(time)
        );
    }

    private void CheckValues(
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> contributions,
        [CallerArgumentExpression(nameof(values))] string parameter = ""
    )
    {
        var count = Series.Channels.Count;
        if (values.Length != count || (contributions.Length != count && !contributions.IsEmpty))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The model has {count} channels, but there are {values.Length} values and places for {contributions.Length} contributions."
                ),
                parameter
            );
        }

        var refused = SlotGroup.FindRefusedCell(window.Values, values);
        if (refused >= 0)
        {
            throw SeriesErrors.Refused(Series.Channels, refused, values[refused], window.Values);
        }
    }
}
