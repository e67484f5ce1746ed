using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// Tests of the statements that ML.NET expects to be true of every estimator and its transformer, for any layout of the
/// data. These are the statements of section A of the reliability checklist, with one test for each and the same
/// numbers. The tests follow ML.NET's TestEstimatorCore, which is not on NuGet, and scikit-learn's check_estimator.
/// </summary>
/// <remarks>Statement 5 needs another process too, and so does the part of 15 about temporary files.</remarks>
public abstract partial class EstimatorContract(EstimatorSubject subject, ColumnLayout layout)
{
    /// <summary>The tolerance between batch sizes, because matrix products add in another order.</summary>
    protected const double BatchTolerance = 1e-5;

    /// <summary>A number that is larger than the batch size and not a multiple of it.</summary>
    protected const int RowCount = 50;

    protected const int BatchSize = 16;

    private readonly Stack<IDisposable> opened = [];

    private LayoutData data = null!;

    /// <summary>The view's rows as one cursor over all columns gives them.</summary>
    private object[][] rows = [];

    protected EstimatorSubject Subject => subject;

    protected ColumnLayout Layout => layout;

    protected IEstimator<ITransformer> Estimator { get; private set; } = null!;

    /// <summary>Gets the transformer that was fitted on <see cref="Data"/>.</summary>
    protected ITransformer Transformer { get; private set; } = null!;

    protected IDataView Data => data.View;

    /// <summary>Gets the transformed data.</summary>
    protected IDataView View { get; private set; } = null!;

    [OneTimeSetUp]
    public void FitAndTransform()
    {
        data = layout.Create(subject.Inputs, RowCount);
        Estimator = subject.Create(BatchSize);
        Transformer = Estimator.Fit(data.View);
        View = Transformer.Transform(data.View);
        rows = ViewRows.Read(View);
    }

    [TearDown]
    public void DisposeWhatTheTestOpened()
    {
        while (opened.TryPop(out var last))
        {
            last.Dispose();
        }
    }

    [OneTimeTearDown]
    public void DisposeAll()
    {
        (Transformer as IDisposable)?.Dispose();
        (batched as IDisposable)?.Dispose();
        (loaded as IDisposable)?.Dispose();
        data?.Dispose();
    }

    /// <summary>Disposes a transformer when the test ends. Sessions that are not disposed keep their threads.</summary>
    protected ITransformer Opened(ITransformer transformer)
    {
        if (transformer is IDisposable disposable)
        {
            opened.Push(disposable);
        }

        return transformer;
    }

    /// <summary>Fails with the number of the statement, the tested case and the difference, if there is one.</summary>
    protected void Holds(int statement, string? difference, string when = "") =>
        Assert.That(difference, Is.Null, $"{At(statement)}{(when.Length > 0 ? ", " + when : "")}");

    /// <summary>Fails with the number of the statement unless two lists of descriptions are the same.</summary>
    protected void HoldsSame(int statement, IEnumerable<string> actual, IEnumerable<string> expected, string what) =>
        Assert.That(actual, Is.EqualTo(expected), $"{At(statement)}, {what}");

    protected string At(int statement) => $"Statement {statement}, {subject.Name}, {layout.Name}";

    protected static string[] Names(IEnumerable<DataViewSchema.Column> columns) => [.. columns.Select(c => c.Name)];

    /// <summary>
    /// Transforms other data with the given batch size. Fits a new transformer if the batch size is not the usual one.
    /// </summary>
    private IDataView Transformed(LayoutData other, int batchSize) =>
        batchSize == BatchSize
            ? Transformer.Transform(other.View)
            : Opened(subject.Create(batchSize).Fit(other.View)).Transform(other.View);

    private DataViewSchema.Column[] AddedTo(IDataView view) => [.. subject.AddedNames.Select(n => view.Schema[n])];

    /// <summary>Returns the reference rows with the values of the given columns only.</summary>
    private object[][] Rows(IEnumerable<DataViewSchema.Column> columns)
    {
        int[] indices = [.. columns.Select(c => c.Index)];
        return [.. rows.Select(row => indices.Select(i => row[i]).ToArray())];
    }

    private long Runs() => subject.CountRuns?.Invoke(Transformer) ?? 0;
}
