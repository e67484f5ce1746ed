using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The objective of multinomial logistic regression over rows held in memory:
/// (sum of weight * -log p(label | x) + L2 / 2 * |w|^2) / (sum of weights); the biases are not regularised.
/// Parameters are one bias per class, then one weight vector per class.
/// </summary>
internal sealed class SoftmaxObjective
{
    // A block of rows stays in the second-level cache while it is read once per pair of classes.
    private const int BlockRows = 64;
    private const int RowGroup = 4;
    private const int ClassGroup = 2;

    private static readonly int Lane = Vector<float>.Count;
    private static readonly int ColumnGroup = 4 * Lane;

    private readonly TrainingRows _rows;
    private readonly int _classCount;
    private readonly int _paddedClassCount;
    private readonly int _featureCount;
    private readonly int _stride;
    private readonly float _l2;
    private readonly int _threadCount;

    /// <param name="rows">Rows padded as <see cref="Stride"/> and <see cref="PaddedRowCount"/> say.</param>
    public SoftmaxObjective(TrainingRows rows, int classCount, float l2, int threadCount)
    {
        _rows = rows;
        _classCount = classCount;
        _paddedClassCount = RoundUp(classCount, ClassGroup);
        _featureCount = rows.FeatureCount;
        _stride = rows.Stride;
        _l2 = l2;
        _threadCount = Math.Max(1, threadCount);
    }

    public int RowCount => _rows.Count;

    public int BiasCount => _classCount;

    public int ParameterCount => _classCount * (1 + _featureCount);

    public static int Stride(int featureCount) => RoundUp(featureCount, ColumnGroup);

    public static int PaddedRowCount(int rowCount) => RoundUp(rowCount, BlockRows);

    /// <summary>Value at <paramref name="parameters"/>; the gradient goes into <paramref name="gradient"/>.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        float[] weights = PadWeights(parameters);
        int blockCount = PaddedRowCount(_rows.Count) / BlockRows;
        int threads = Math.Min(_threadCount, Math.Max(1, blockCount));
        var workers = new Worker[threads];
        // Fixed ranges added up in order: the result does not depend on scheduling.
        Parallel.For(
            0,
            threads,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            i =>
            {
                var worker = new Worker(this, parameters, weights);
                int end = (int)((long)blockCount * (i + 1) / threads);
                for (int block = (int)((long)blockCount * i / threads); block < end; block++)
                    worker.Add(block * BlockRows);
                workers[i] = worker;
            }
        );
        return Combine(parameters, gradient, workers);
    }

    private double Combine(double[] parameters, double[] gradient, Worker[] workers)
    {
        Array.Clear(gradient);
        double loss = 0;
        foreach (var worker in workers)
        {
            loss += worker.Loss;
            for (int c = 0; c < _classCount; c++)
            {
                gradient[c] += worker.BiasGradient[c];
                int to = _classCount + c * _featureCount;
                int from = c * _stride;
                for (int j = 0; j < _featureCount; j++)
                    gradient[to + j] += worker.WeightGradient[from + j];
            }
        }
        if (!double.IsFinite(loss))
            throw new InvalidOperationException("Data contain bad values.");

        double squares = 0;
        for (int i = _classCount; i < parameters.Length; i++)
        {
            squares += parameters[i] * parameters[i];
            gradient[i] += _l2 * parameters[i];
        }
        double scale = 1 / _rows.WeightSum;
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= scale;
        return (loss + 0.5 * _l2 * squares) * scale;
    }

    private float[] PadWeights(double[] parameters)
    {
        var weights = new float[_paddedClassCount * _stride];
        for (int c = 0; c < _classCount; c++)
        {
            for (int j = 0; j < _featureCount; j++)
                weights[c * _stride + j] = (float)parameters[_classCount + c * _featureCount + j];
        }
        return weights;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Loss and gradient over the blocks one thread was given.</summary>
    private sealed class Worker
    {
        private readonly SoftmaxObjective _owner;
        private readonly double[] _parameters;
        private readonly float[] _weights;
        private readonly float[] _scores; // [BlockRows, padded classes]: logits, then weight * (p - onehot)

        public Worker(SoftmaxObjective owner, double[] parameters, float[] weights)
        {
            _owner = owner;
            _parameters = parameters;
            _weights = weights;
            _scores = new float[BlockRows * owner._paddedClassCount];
            BiasGradient = new double[owner._classCount];
            WeightGradient = new double[owner._paddedClassCount * owner._stride];
        }

        public double Loss { get; private set; }
        public double[] BiasGradient { get; }
        public double[] WeightGradient { get; }

        public void Add(int firstRow)
        {
            ref float x = ref _owner._rows.Features[(long)firstRow * _owner._stride];
            Scores(ref x);
            for (int r = 0; r < BlockRows; r++)
                Residuals(firstRow + r, _scores.AsSpan(r * _owner._paddedClassCount, _owner._paddedClassCount));
            Gradient(ref x);
        }

        private void Scores(ref float x)
        {
            nuint stride = (nuint)_owner._stride;
            int classes = _owner._paddedClassCount;
            for (int r = 0; r < BlockRows; r += RowGroup)
            {
                ref float row = ref Unsafe.Add(ref x, (nint)r * (nint)stride);
                for (int c = 0; c < classes; c += ClassGroup)
                {
                    ref float w = ref MemoryMarshal.GetArrayDataReference(_weights);
                    w = ref Unsafe.Add(ref w, (nint)c * (nint)stride);
                    Vector<float> s00 = default,
                        s01 = default,
                        s10 = default,
                        s11 = default;
                    Vector<float> s20 = default,
                        s21 = default,
                        s30 = default,
                        s31 = default;
                    for (nuint j = 0; j < stride; j += (nuint)Lane)
                    {
                        var w0 = Vector.LoadUnsafe(ref w, j);
                        var w1 = Vector.LoadUnsafe(ref w, j + stride);
                        var x0 = Vector.LoadUnsafe(ref row, j);
                        var x1 = Vector.LoadUnsafe(ref row, j + stride);
                        var x2 = Vector.LoadUnsafe(ref row, j + 2 * stride);
                        var x3 = Vector.LoadUnsafe(ref row, j + 3 * stride);
                        s00 = Vector.FusedMultiplyAdd(x0, w0, s00);
                        s01 = Vector.FusedMultiplyAdd(x0, w1, s01);
                        s10 = Vector.FusedMultiplyAdd(x1, w0, s10);
                        s11 = Vector.FusedMultiplyAdd(x1, w1, s11);
                        s20 = Vector.FusedMultiplyAdd(x2, w0, s20);
                        s21 = Vector.FusedMultiplyAdd(x2, w1, s21);
                        s30 = Vector.FusedMultiplyAdd(x3, w0, s30);
                        s31 = Vector.FusedMultiplyAdd(x3, w1, s31);
                    }
                    int at = r * classes + c;
                    _scores[at] = Vector.Sum(s00);
                    _scores[at + 1] = Vector.Sum(s01);
                    _scores[at + classes] = Vector.Sum(s10);
                    _scores[at + classes + 1] = Vector.Sum(s11);
                    _scores[at + 2 * classes] = Vector.Sum(s20);
                    _scores[at + 2 * classes + 1] = Vector.Sum(s21);
                    _scores[at + 3 * classes] = Vector.Sum(s30);
                    _scores[at + 3 * classes + 1] = Vector.Sum(s31);
                }
            }
        }

        // Turns one row's logits into weight * (p - onehot(label)) and adds its loss.
        private void Residuals(int row, Span<float> scores)
        {
            int classCount = _owner._classCount;
            double weight = row < _owner._rows.Count ? _owner._rows.Weight(row) : 0;
            if (weight == 0)
            {
                scores.Clear();
                return;
            }
            double max = double.NegativeInfinity;
            for (int c = 0; c < classCount; c++)
                max = Math.Max(max, scores[c] + _parameters[c]);
            int label = _owner._rows.Labels[row];
            double labelScore = scores[label] + _parameters[label] - max;
            double sum = 0;
            for (int c = 0; c < classCount; c++)
            {
                double e = Math.Exp(scores[c] + _parameters[c] - max);
                scores[c] = (float)e;
                sum += e;
            }
            Loss += weight * (Math.Log(sum) - labelScore);
            for (int c = 0; c < classCount; c++)
            {
                double residual = weight * (scores[c] / sum - (c == label ? 1 : 0));
                BiasGradient[c] += residual;
                scores[c] = (float)residual;
            }
            scores[classCount..].Clear();
        }

        private void Gradient(ref float x)
        {
            nuint stride = (nuint)_owner._stride;
            int classes = _owner._paddedClassCount;
            Span<float> sums = stackalloc float[2 * ColumnGroup];
            for (int c = 0; c < classes; c += ClassGroup)
            {
                for (nuint j = 0; j < stride; j += (nuint)ColumnGroup)
                {
                    ref float e = ref _scores[c];
                    Vector<float> g00 = default,
                        g01 = default,
                        g02 = default,
                        g03 = default;
                    Vector<float> g10 = default,
                        g11 = default,
                        g12 = default,
                        g13 = default;
                    for (nuint r = 0; r < BlockRows; r++)
                    {
                        nuint at = r * stride + j;
                        var x0 = Vector.LoadUnsafe(ref x, at);
                        var x1 = Vector.LoadUnsafe(ref x, at + (nuint)Lane);
                        var x2 = Vector.LoadUnsafe(ref x, at + 2 * (nuint)Lane);
                        var x3 = Vector.LoadUnsafe(ref x, at + 3 * (nuint)Lane);
                        var e0 = new Vector<float>(Unsafe.Add(ref e, r * (nuint)classes));
                        var e1 = new Vector<float>(Unsafe.Add(ref e, r * (nuint)classes + 1));
                        g00 = Vector.FusedMultiplyAdd(x0, e0, g00);
                        g01 = Vector.FusedMultiplyAdd(x1, e0, g01);
                        g02 = Vector.FusedMultiplyAdd(x2, e0, g02);
                        g03 = Vector.FusedMultiplyAdd(x3, e0, g03);
                        g10 = Vector.FusedMultiplyAdd(x0, e1, g10);
                        g11 = Vector.FusedMultiplyAdd(x1, e1, g11);
                        g12 = Vector.FusedMultiplyAdd(x2, e1, g12);
                        g13 = Vector.FusedMultiplyAdd(x3, e1, g13);
                    }
                    g00.CopyTo(sums);
                    g01.CopyTo(sums[Lane..]);
                    g02.CopyTo(sums[(2 * Lane)..]);
                    g03.CopyTo(sums[(3 * Lane)..]);
                    g10.CopyTo(sums[(4 * Lane)..]);
                    g11.CopyTo(sums[(5 * Lane)..]);
                    g12.CopyTo(sums[(6 * Lane)..]);
                    g13.CopyTo(sums[(7 * Lane)..]);
                    AddTo(WeightGradient.AsSpan(c * _owner._stride + (int)j, ColumnGroup), sums[..ColumnGroup]);
                    AddTo(WeightGradient.AsSpan((c + 1) * _owner._stride + (int)j, ColumnGroup), sums[ColumnGroup..]);
                }
            }
        }

        private static void AddTo(Span<double> to, ReadOnlySpan<float> values)
        {
            for (int i = 0; i < values.Length; i++)
                to[i] += values[i];
        }
    }
}
