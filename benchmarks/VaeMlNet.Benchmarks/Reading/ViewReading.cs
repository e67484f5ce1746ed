using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads a feature column of a data view over rows in memory.</summary>
internal sealed class ViewReading : IDisposable
{
    public const string Copy = "view-copy";
    public const string Getter = "view-getter";
    public const string AsTensor = "view";
    public const int RowCount = 500_000;
    public const int Width = 50;

    private const string Column = nameof(Row.Features);

    private readonly Row[] rows;
    private readonly IDataView view;
    private readonly TrainedVae model;

    public ViewReading()
    {
        Random random = new(1);
        rows = [.. Enumerable.Range(0, RowCount).Select(_ => new Row { Features = Numbers(random) })];
        MLContext ml = new();
        view = ml.Data.LoadFromEnumerable(rows);
        model = TrainOnFew(ml.Data.LoadFromEnumerable(rows[..10]));
        Candidates =
        [
            New(Copy, "copy of every row into a tensor", CopyRows),
            New(Getter, "one cursor over LoadFromEnumerable, without keeping rows", ReadGetter) with
            {
                Work = Getter,
            },
            New(AsTensor, "as training reads: one cursor over LoadFromEnumerable, checks, range, tensor", ReadTensor),
        ];
    }

    public IEnumerable<Candidate> Candidates { get; }

    public void Dispose() => model.Dispose();

    private static float[] Numbers(Random random)
    {
        var numbers = new float[Width];
        for (var i = 0; i < Width; i++)
        {
            numbers[i] = random.NextSingle();
        }

        return numbers;
    }

    private double CopyRows()
    {
        using var tensor = empty(RowCount, Width);
        var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].Features.CopyTo(values[(i * Width)..]);
        }

        return Checksum.Compute(tensor);
    }

    private double ReadGetter()
    {
        using var cursor = view.GetRowCursor([view.Schema[Column]]);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[Column]);
        VBuffer<float> row = default;
        double sum = 0;
        while (cursor.MoveNext())
        {
            getter(ref row);
            sum += row.GetValues()[0];
        }

        return sum;
    }

    private double ReadTensor()
    {
        using var tensor = model.ReadRows(view);
        return Checksum.Compute(tensor);
    }

    private static TrainedVae TrainOnFew(IDataView few)
    {
        VaeTrainerOptions options = new()
        {
            EpochCount = 1,
            HiddenDims = [8],
            LatentDim = 2,
        };
        return new VaeTrainer(options).Fit(few, Column);
    }

    private static Candidate New(string name, string description, Func<double> pass) =>
        new(name, 1, description, RowCount, pass) { Work = "view" };

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
