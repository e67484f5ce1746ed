using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

internal sealed class WatchedViewTests
{
    [Test]
    public void Rows_ReadBeforehandAndAgain_AreReportedOnce()
    {
        List<float> told = [];
        var view = Watch(
            row =>
            {
                var getter = row.GetGetter<float>(row.Schema["A"]);
                float value = 0;
                return () =>
                {
                    getter(ref value);
                    told.Add(value);
                };
            },
            default
        );

        Assert.That(view.GetColumn<float>("A").Take(3), Is.EqualTo(new[] { 0f, 1, 2 }));
        Assert.That(view.GetColumn<float>("A"), Is.EqualTo(Enumerable.Range(0, 10)));

        Assert.That(told, Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(view.RowCount, Is.EqualTo(10));
    }

    [Test]
    public void Rows_Canceled_AreNotRead()
    {
        var view = Watch(_ => () => { }, new CancellationToken(canceled: true));

        Assert.That(() => view.GetColumn<float>("A").Count(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(view.RowCount, Is.Zero);
    }

    private static WatchedView Watch(Func<DataViewRow, Action> bind, CancellationToken cancellationToken) =>
        new(
            new MLContext(1).Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Row { A = i })),
            bind,
            cancellationToken
        );

    private sealed class Row
    {
        public float A { get; set; }
    }
}
