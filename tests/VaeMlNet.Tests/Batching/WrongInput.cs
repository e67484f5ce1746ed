using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Data that the tiny models cannot be applied to, and the facts that the error has to name.</summary>
internal sealed record WrongInput(string Name, IDataView Data, bool IsSeenInShape, params string[] Facts)
{
    /// <param name="ml">Makes the views.</param>
    /// <param name="width">The width that would be right.</param>
    public static IEnumerable<WrongInput> All(MLContext ml, int width)
    {
        string expected = $"Vector<Single, {width}>";
        string slots = width == TinyModel.LatentDim ? $"{width} latent dimensions" : $"{width} features";
        IDataView View<T>(T row)
            where T : class => ml.Data.LoadFromEnumerable([row]);
        IDataView Vector<T>(T row, PrimitiveDataViewType item, int size)
            where T : class
        {
            var definition = SchemaDefinition.Create(typeof(T));
            definition["Features"].ColumnType = new VectorDataViewType(item, size);
            return ml.Data.LoadFromEnumerable([row], definition);
        }
        WrongInput Width(string name, int size) =>
            new(
                name,
                Vector(new Floats { Features = new float[size] }, NumberDataViewType.Single, size),
                false,
                "'Features'",
                $"Vector<Single, {size}>",
                slots
            );

        yield return new(
            "missing column",
            View(new Missing()),
            true,
            "could not find input column 'Features'",
            "'Age', 'Income'",
            "inputColumnName"
        );
        yield return new(
            "doubles",
            Vector(new Doubles { Features = new double[width] }, NumberDataViewType.Double, width),
            true,
            "'Features'",
            $"Vector<Double, {width}>",
            expected
        );
        yield return Width("too wide", width + 1);
        yield return Width("a multiple", width * 2);
        yield return Width("too narrow", width - 1);
        yield return new("variable size", View(new Floats()), true, "'Features'", "variable size", expected);
        yield return new("scalar", View(new Scalar()), true, "'Features'", "Single", expected, "Concatenate");
        yield return new("text", View(new Text()), true, "'Features'", "String", expected);
    }

    private sealed class Missing
    {
        public float Age { get; set; }
        public float Income { get; set; }
    }

    private sealed class Doubles
    {
        public double[] Features { get; set; } = [];
    }

    private sealed class Floats
    {
        public float[] Features { get; set; } = [];
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
