using Microsoft.ML;

namespace VaeMlNet.Docs.Tests;

/// <summary>The data that the docs' programs speak of without saying where it comes from.</summary>
#pragma warning disable IDE1006 // Named as the variables of a reader's program are.
public static class World
{
    public static MLContext ml { get; } = new(seed: 1);

    /// <summary>784 pixels and the label 'vertical' or 'horizontal'.</summary>
    public static IDataView images { get; } = ml.Data.LoadFromEnumerable(Strokes.Draw(200, seed: 1));

    public static IDataView testImages { get; } = ml.Data.LoadFromEnumerable(Strokes.Draw(100, seed: 2));

    /// <summary>Age, Income, Member, City (text) with gaps; in the first row income and age do not go together.</summary>
    public static IDataView customers { get; } = ml.Data.LoadFromEnumerable(Customer.Some(200, seed: 1));

    /// <summary>Six features, the columns of the table model 'people', Income and a Boolean label.</summary>
    public static IDataView data { get; } = ml.Data.LoadFromEnumerable(Person.Some(200, seed: 1));

    public static IDataView heldOut { get; } = ml.Data.LoadFromEnumerable(Person.Some(100, seed: 2));
}
