using System.Collections.Concurrent;

namespace VaeMlNet.Hosting;

/// <summary>An opened model with its scorer. It is disposed when it is retired and its last user has left.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenedScorer : IDisposable
{
    private readonly VaeScorer scorer;
    private readonly string[] names; // of the slots
    private readonly Dictionary<string, int> places; // of the slots
    private readonly ConcurrentDictionary<Type, RowReader> readers = new();
    private int users = 1; // the owner, and the calls in progress

    private OpenedScorer(VaeModel model, VaeHostedScorerOptions options)
    {
        Model = model;
        scorer = model.CreateScorer(options.Kind, options.MaxBatchSize);
        Cells = new(model.Manifest);
        names = Distinct(scorer.SlotNames);
        places = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
    }

    public VaeModel Model { get; }

    public ModelCells Cells { get; }

    /// <summary>Opens a model folder, and checks that the model computes its recorded outputs.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="VaeModelException">The folder is damaged, or the outputs differ.</exception>
    /// <exception cref="InvalidOperationException">The model does not compute its recorded outputs.</exception>
    /// <exception cref="NotSupportedException">The model cannot score single rows.</exception>
    public static OpenedScorer Open(VaeHostedScorerOptions options)
    {
        var model = VaeModel.Open(options.ModelFolder, options.Session);
        try
        {
            OpenedScorer opened = new(model, options);
            var report = model.Verify();
            return report.Passed
                ? opened
                : throw new InvalidOperationException(
                    $"The model in '{options.ModelFolder}' does not compute the outputs that were recorded when it was exported. Run 'vaemlnet verify' on this machine."
                );
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Returns the names of slots with a number behind those that a slot before has.</summary>
    /// <remarks>A slot of a vector, such as <c>t.days</c> of the date <c>t</c>, can have the name of another column.</remarks>
    public static string[] Distinct(IReadOnlyList<string> slotNames)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return
        [
            .. slotNames.Select(name =>
            {
                var own = name;
                for (var number = 2; !taken.Add(own); number++)
                {
                    own = FormattableString.Invariant($"{name} ({number})");
                }

                return own;
            }),
        ];
    }

    /// <summary>Reads the types of rows that a previous model has read.</summary>
    /// <exception cref="ArgumentException">A type does not have the columns of the model.</exception>
    /// <exception cref="InvalidOperationException">The numbers of a property have another meaning for this model.</exception>
    public void ReadTypesOf(OpenedScorer previous)
    {
        foreach (var (type, reader) in previous.readers)
        {
            readers[type] = reader.For(Cells);
        }
    }

    /// <summary>Adds a user, unless the model is disposed.</summary>
    public bool TryEnter()
    {
        int count;
        do
        {
            count = Volatile.Read(ref users);
            if (count == 0)
            {
                return false;
            }
        } while (Interlocked.CompareExchange(ref users, count + 1, count) != count);

        return true;
    }

    /// <summary>
    /// Removes a user: each call that has entered, and the owner once, to retire the model. The model is disposed with its last user.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            scorer.Dispose();
            Model.Dispose();
        }
    }

    public VaeRowScore ScoreRow(ReadOnlySpan<float> row) => Result(scorer.Score(row), ModelCells.NoContributions, []);

    /// <summary>Scores rows with their contributions.</summary>
    /// <param name="cells">The rows: float32 [N, RowWidth].</param>
    /// <param name="unseen">The unseen columns of each row that has some.</param>
    /// <param name="rowCount">The number N of rows.</param>
    public VaeRowScore[] Score(ReadOnlySpan<float> cells, Dictionary<int, List<string>> unseen, int rowCount)
    {
        var scores = new float[rowCount];
        var contributions = new float[rowCount * names.Length];
        scorer.ScoreRows(cells, scores, contributions);
        RequestContributions all = new(names, places, contributions);
        var results = new VaeRowScore[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            RowContributions ofRow = new(all, row);
            results[row] = Result(scores[row], ofRow, unseen.GetValueOrDefault(row) ?? (IReadOnlyList<string>)[]);
        }

        return results;
    }

    /// <summary>Returns the reader of rows of a type.</summary>
    /// <exception cref="ArgumentException">The type does not have the columns of the model.</exception>
    public RowReader<TRow> ReaderOf<TRow>() =>
        (RowReader<TRow>)readers.GetOrAdd(typeof(TRow), _ => new RowReader<TRow>(Cells));

    private VaeRowScore Result(
        float score,
        IReadOnlyDictionary<string, float> contributions,
        IReadOnlyList<string> unseen
    ) => new(score, score > scorer.Threshold, scorer.PValue(score), contributions, unseen);
}
