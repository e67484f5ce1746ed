using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace VaeMlNet.Hosting;

/// <summary>
/// A scorer of a service, registered with <c>AddVaeScorer</c> and injected with <c>[FromKeyedServices("name")]</c>. Its model is exchanged when
/// its folder changes.
/// </summary>
/// <remarks>
/// Each call is computed by one model as a whole, also if the model is exchanged meanwhile. The old model is disposed when its last call has
/// ended. Calls record metrics and activities with the name "VaeMlNet". The host disposes the scorer. Thread safety: all members may be used from
/// several threads at once.
/// </remarks>
public sealed class VaeHostedScorer : IDisposable
{
    private readonly VaeHostedScorerOptions options;
    private readonly ScorerMeter meter;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly KeyValuePair<string, object?> tag;
    private volatile OpenedScorer? current; // null after the disposal
    private FolderFingerprint read; // of the current model
    private FolderFingerprint? failed; // of the last folder that could not be opened
    private FolderFingerprint? refused; // of the folder that the refusal is about
    private volatile string? refusal;
    private volatile bool hasScoredCells; // by ScoreRow

    internal VaeHostedScorer(
        string name,
        VaeHostedScorerOptions options,
        ScorerMeter meter,
        ILogger<VaeHostedScorer> logger,
        TimeProvider time
    )
    {
        Name = name;
        this.options = options;
        this.meter = meter;
        this.logger = logger;
        this.time = time;
        tag = new("scorer", name);
        read = FolderFingerprint.Read(options.ModelFolder);
        current = OpenedScorer.Open(options);
        ScorerLog.Opened(logger, name, options.ModelFolder, null);
    }

    /// <summary>Gets the name of the registration.</summary>
    public string Name { get; }

    /// <summary>Gets the reason why the changed model folder was refused; null if the model is that of the folder.</summary>
    public string? Refusal => refusal;

    internal TimeSpan PollInterval => options.PollInterval;

    /// <summary>Scores the rows of a request, with the contributions of their columns.</summary>
    /// <remarks>
    /// Each column of the model is read from the property with its name or <c>ColumnName</c> attribute; upper and lower case may differ. Numbers may be of any
    /// numeric type, Booleans are <c>bool</c>, and vectors are <c>float[]</c>. Keys are texts, or numbers, enumerations and other <see cref="IFormattable"/> values whose texts
    /// are those of the training; white space around a text does not count. A <c>bool</c> is also read for keys whose texts mean yes and no, such as 1 and 0. Keys that had no texts in the training are numbers
    /// from 1, with 0 for a missing cell; with <see cref="Microsoft.ML.Data.KeyTypeAttribute"/> they are numbers from 0, as ML.NET reads them, and missing above its last one. Null is a missing cell, and so are texts
    /// that are missing to <see cref="VaeColumnSchema.IsMissing"/>; a Boolean and a row of features have no missing values.
    /// After a call, a changed model folder is refused if the type lacks one of its columns, or if the type's key numbers, vectors or numbers of dates mean something else in it.
    /// </remarks>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <returns>The results in the same order.</returns>
    /// <exception cref="ArgumentException">The type does not have the columns of the model, or has one of another type, or a row is null.</exception>
    /// <exception cref="VaeRowException">The model does not allow a value. No row has a result then.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public IReadOnlyList<VaeRowScore> Score<TRow>(IReadOnlyList<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var activity = StartActivity(rows.Count);
        var start = time.GetTimestamp();
        using var opened = Enter();
        var cells = opened.ReaderOf<TRow>().Read(rows);
        var counts = opened.Cells.Count(cells); // before unseen categories are replaced
        var results = opened.Score(cells, opened.Cells.FindUnseen(cells), rows.Count);
        Record(opened.Cells, counts, results, start);
        return results;
    }

    /// <summary>Scores one row of cells, without contributions. This is the fastest way.</summary>
    /// <remarks>After a call, a changed model folder is refused if it has other columns, another order of columns, other origins of dates, or other numbers for known categories.</remarks>
    /// <param name="row">The row, as of <see cref="VaeScorer.Score"/>.</param>
    /// <returns>The result, whose contributions are empty.</returns>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    /// <exception cref="VaeRowException">The model does not allow a value.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public VaeRowScore ScoreRow(ReadOnlySpan<float> row)
    {
        using var activity = StartActivity(1);
        var start = time.GetTimestamp();
        using var opened = Enter();
        if (row.Length == opened.Cells.Width)
        {
            hasScoredCells = true; // before the score, so that an exchange meanwhile does not miss it
        }

        var result = opened.ScoreRow(row);
        Record(opened.Cells, opened.Cells.Count(row), new(in result), start);
        return result;
    }

    /// <summary>Uses the current model for something else than scores, such as its manifest or its encoder. It is not disposed meanwhile.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="use">Uses the model. Do not keep or dispose the model.</param>
    /// <returns>The result of <paramref name="use"/>.</returns>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public TResult Use<TResult>(Func<VaeModel, TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        using var opened = Enter();
        return use(opened.Model);
    }

    /// <summary>Retires the model. Calls in progress end first.</summary>
    public void Dispose() => Interlocked.Exchange(ref current, null)?.Dispose();

    /// <summary>Exchanges the model if its folder has changed. One thread calls it at a time.</summary>
    /// <remarks>
    /// A folder that cannot be opened may be half-written. It is refused if it is still the same at the next call, and tried again when it
    /// changes.
    /// </remarks>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever is wrong with a new folder, the service goes on with the old model. Log and health check say why."
    )]
    internal void ReadFolder()
    {
        var found = FolderFingerprint.Read(options.ModelFolder);
        if (current is not { } previous || found == (refused ?? read))
        {
            return;
        }

        OpenedScorer? opened = null;
        try
        {
            opened = Open();
            if (FolderFingerprint.Read(options.ModelFolder) != found)
            {
                opened.Dispose(); // The folder changed meanwhile, so that it is unknown what was opened.
                return;
            }

            // Directly before the exchange: the first calls can come while the model is opened.
            opened.ReadTypesOf(previous);
            if (hasScoredCells)
            {
                opened.Cells.CheckRowsOf(previous.Cells);
            }
        }
        catch (Exception e)
        {
            opened?.Dispose();
            Refuse(found, e);
            return;
        }

        Take(opened, previous, found);
    }

    private OpenedScorer Open()
    {
        using var activity = ScorerMeter.Activities.StartActivity("vaemlnet.exchange");
        activity?.SetTag(tag.Key, tag.Value);
        return OpenedScorer.Open(options);
    }

    private void Refuse(FolderFingerprint found, Exception e)
    {
        if (found == failed)
        {
            refusal = e.Message;
            refused = found;
            meter.AddRefusal(tag);
            ScorerLog.Refused(logger, Name, options.ModelFolder, e.Message, e is VaeModelException ? null : e);
        }

        failed = found;
    }

    private void Take(OpenedScorer opened, OpenedScorer previous, FolderFingerprint found)
    {
        var isSame = found.Sums == read.Sums;
        read = found;
        failed = null;
        refused = null;
        refusal = null;
        // The host can be disposed meanwhile.
        if (isSame || Interlocked.CompareExchange(ref current, opened, previous) != previous)
        {
            opened.Dispose();
            return;
        }

        previous.Dispose();
        meter.AddExchange(tag);
        ScorerLog.Exchanged(logger, Name, options.ModelFolder, null);
    }

    /// <summary>Records a call that succeeded. Rows that were refused count in no metric, so that cells and rows have the same base.</summary>
    private void Record(
        ModelCells cells,
        (int Missing, int Unseen)[] counts,
        ReadOnlySpan<VaeRowScore> results,
        long start
    )
    {
        for (var i = 0; i < counts.Length; i++)
        {
            meter.AddCells(tag, cells.Columns[i].Name, counts[i].Missing, counts[i].Unseen);
        }

        meter.AddCall(tag, results, time.GetElapsedTime(start));
    }

    private OpenedScorer Enter()
    {
        while (true)
        {
            var opened = current;
            ObjectDisposedException.ThrowIf(opened is null, this);
            if (opened.TryEnter())
            {
                return opened;
            }
        }
    }

    private System.Diagnostics.Activity? StartActivity(int rowCount) =>
        ScorerMeter.Activities.StartActivity("vaemlnet.score")?.SetTag(tag.Key, tag.Value).SetTag("rows", rowCount);
}
