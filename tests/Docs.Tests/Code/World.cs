using Microsoft.ML;

namespace VaeMlNet.Docs.Tests;

/// <summary>The data that the docs' programs speak of without saying where it comes from.</summary>
#pragma warning disable IDE1006 // Named as the variables of a reader's program are.
public static class World
{
    public static MLContext ml { get; } = new(seed: 1);

    /// <summary>Gets images with 784 pixels and the label 'vertical' or 'horizontal'.</summary>
    public static IDataView images { get; } = ml.Data.LoadFromEnumerable(Strokes.Draw(200, seed: 1));

    public static IDataView testImages { get; } = ml.Data.LoadFromEnumerable(Strokes.Draw(100, seed: 2));

    /// <summary>
    /// Gets a table with the columns Age, Income, Member and City (text) and with missing values. In the first row,
    /// income and age do not match.
    /// </summary>
    public static IDataView customers { get; } = ml.Data.LoadFromEnumerable(Customer.Some(100, seed: 1));

    /// <summary>Gets docs/guide/machines.csv, as the quick start reads it.</summary>
    public static IDataView machines { get; } =
        ml.Data.LoadFromTextFile<Machine>(
            Repository.PathOf("docs", "guide", "machines.csv"),
            separatorChar: ',',
            hasHeader: true
        );

    /// <summary>Gets a table with six features, the columns of the table model 'people', Income and a Boolean label.</summary>
    public static IDataView data { get; } = ml.Data.LoadFromEnumerable(Person.Some(100, seed: 1));

    public static IDataView heldOut { get; } = ml.Data.LoadFromEnumerable(Person.Some(100, seed: 2));
}
