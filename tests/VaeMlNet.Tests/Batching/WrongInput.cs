using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Data that the tiny models cannot be applied to, and the facts that the error has to name.</summary>
internal sealed record WrongInput(string Name, IDataView Data, bool IsSeenInShape, params string[] Facts)
{
    public static IEnumerable<WrongInput> All(MLContext ml)
    {
        IDataView View<T>(T row)
            where T : class => ml.Data.LoadFromEnumerable([row]);

        yield return new(
            "missing column",
            View(new Missing()),
            true,
            "could not find input column 'Features'",
            "'Age', 'Income'",
            "inputColumnName"
        );
        yield return new("doubles", View(new Doubles()), true, "'Features'", "Vector<Double, 6>", "Vector<Single, 6>");
        yield return new("too wide", View(new Wide()), false, "'Features'", "Vector<Single, 7>", "6 features", "7");
        yield return new("a multiple", View(new Multiple()), false, "'Features'", "Vector<Single, 12>", "6 features");
        yield return new("too narrow", View(new Narrow()), false, "'Features'", "Vector<Single, 5>", "6 features");
        yield return new(
            "variable size",
            View(new Variable()),
            true,
            "'Features'",
            "variable size",
            "Vector<Single, 6>"
        );
        yield return new(
            "scalar",
            View(new Scalar()),
            true,
            "'Features'",
            "Single",
            "Vector<Single, 6>",
            "Concatenate"
        );
        yield return new("text", View(new Text()), true, "'Features'", "String", "Vector<Single, 6>");
    }

    private sealed class Missing
    {
        public float Age { get; set; }
        public float Income { get; set; }
    }

    private sealed class Doubles
    {
        [VectorType(6)]
        public double[] Features { get; set; } = new double[6];
    }

    private sealed class Wide
    {
        [VectorType(7)]
        public float[] Features { get; set; } = new float[7];
    }

    private sealed class Multiple
    {
        [VectorType(12)]
        public float[] Features { get; set; } = new float[12];
    }

    private sealed class Narrow
    {
        [VectorType(5)]
        public float[] Features { get; set; } = new float[5];
    }

    private sealed class Variable
    {
        public float[] Features { get; set; } = new float[6];
    }

    private sealed class Scalar
    {
        public float Features { get; set; }
    }

    private sealed class Text
    {
        public string Features { get; set; } = "";
    }
}
