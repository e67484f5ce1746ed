using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    private const int ThreadCount = 8;
    private const int RowsPerThread = 1000;

    [Statement]
    [Proves(15)]
    public void Statement15_Dispose_EndsThisTransformerAndLeavesOthersWorking()
    {
        var other = Estimator.Fit(Data);

        Assert.That(other, Is.InstanceOf<IDisposable>(), At(15));

        ((IDisposable)other).Dispose();
        ((IDisposable)other).Dispose();

        Assert.That(() => other.Transform(Data), Throws.TypeOf<ObjectDisposedException>(), At(15));

        Holds(15, RowDifference.First(rows, ViewRows.Read(View), Names(View.Schema)), "the other transformer's view");
    }

    [Statement]
    [Proves(16)]
    public void Statement16_EightThreadsOnOneView_GetTheValuesOfOne()
    {
        using var many = Layout.Create(Subject.Inputs, RowsPerThread);
        var view = Transformer.Transform(many.View);
        DataViewSchema.Column[] columns = [view.Schema["Id"], .. AddedTo(view)];
        var expected = ViewRows.Read(view, columns);

        var read = OnThreads(ThreadCount, _ => ViewRows.Read(view, columns));

        for (var thread = 0; thread < ThreadCount; thread++)
        {
            Holds(16, RowDifference.First(expected, read[thread], Names(columns)), $"thread {thread}");
        }
    }

    [Statement]
    [Proves(17)]
    public void Statement17_TwoViewsOfOneTransformerReadAtOnce_AreRight()
    {
        using var other = Layout.Create(Subject.Inputs, [.. Enumerable.Range(0, RowCount).Reverse()]);
        IDataView[] views = [View, Transformer.Transform(other.View)];

        var read = OnThreads(2, thread => ViewRows.Read(views[thread]));

        Holds(17, RowDifference.First(rows, read[0], Names(View.Schema)), "the first view");
        object[][] reversed = [.. rows.Reverse()];
        Holds(17, RowDifference.First(reversed, read[1], Names(View.Schema), BatchTolerance), "the second view");
    }

    private static object[][][] OnThreads(int count, Func<int, object[][]> read)
    {
        var results = new object[count][][];
        var errors = new Exception?[count];
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Thread(() =>
                {
                    try
                    {
                        results[i] = read(i);
                    }
                    catch (Exception e)
                    {
                        errors[i] = e;
                    }
                })),
        ];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.That(errors.OfType<Exception>(), Is.Empty);
        return results;
    }
}
