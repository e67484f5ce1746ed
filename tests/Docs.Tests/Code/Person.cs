using Microsoft.ML.Data;

namespace VaeMlNet.Docs.Tests;

/// <summary>A row with features, and with the columns of the table models 'people' and 'patients'.</summary>
public sealed class Person
{
    [VectorType(6)]
    public float[] Features { get; set; } = [];

    [VectorType(6)]
    public float[] FeaturesBefore { get; set; } = [];

    public float Age { get; set; }

    [VectorType(2)]
    public float[] Vitals { get; set; } = [];

    public bool Smoker { get; set; }

    [KeyType(3)]
    public uint Job { get; set; }

    [KeyType(2)]
    public uint Region { get; set; }

    public float Income { get; set; }

    public bool Label { get; set; }

    public static Person[] Some(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    private static Person One(Random random)
    {
        var age = 18 + (60 * random.NextSingle());
        var job = (uint)random.Next(3);
        float[] Six() => [.. Enumerable.Range(0, 6).Select(i => (age / 80) + (i * 0.1f * random.NextSingle()))];
        return new Person
        {
            Features = Six(),
            FeaturesBefore = Six(),
            Age = random.Next(10) == 0 ? float.NaN : age,
            Vitals = [90 + age, random.NextSingle()],
            Smoker = random.Next(2) == 0,
            Job = job,
            Region = (uint)random.Next(2),
            Income = (1000 * age) + (5000 * job),
            Label = age + (20 * random.NextSingle()) > 55,
        };
    }
}
