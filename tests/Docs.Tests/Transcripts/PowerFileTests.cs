using System.Globalization;

namespace VaeMlNet.Docs.Tests;

/// <summary>The artificial series of the guide: the electric load of a cold store, every hour for twelve weeks.</summary>
public sealed class PowerFileTests
{
    private const int HoursOfNormalWeeks = 6 * 7 * 24;

    private static readonly DateTime Start = new(2026, 1, 5);

    /// <summary>The events in the last six weeks: their first hour, their length, and the load in them.</summary>
    private static readonly (DateTime From, int Hours, Func<double, double> Load)[] Events =
    [
        (new DateTime(2026, 2, 23), 24, load => 40 + (0.1 * (load - 40))), // A day without its cycle.
        (new DateTime(2026, 3, 6, 22, 0, 0), 8, load => load + 25), // A door stays open at night.
        (new DateTime(2026, 3, 16, 8, 0, 0), 10, _ => 33.5), // The meter is stuck.
        (new DateTime(2026, 3, 25, 14, 0, 0), 2, load => 2 * load), // A peak.
    ];

    [Test]
    public void PowerFile_OfTheGuide_IsTheGeneratedOne()
    {
        var file = Repository.PathOf("docs", "guide", "power.csv");
        var generated = Generate();
        if (!File.Exists(file) || File.ReadAllText(file) != generated)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.txt"), generated);
        }

        Assert.That(File.ReadAllText(file), Is.EqualTo(generated));
    }

    private static string Generate()
    {
        Random random = new(1);
        List<string> lines = ["time,load,event"];
        var weather = 0.0;
        for (var hour = 0; hour < 12 * 7 * 24; hour++)
        {
            var time = Start.AddHours(hour);
            weather = (0.95 * weather) + Noise();
            var load = Usual(time) + weather + Noise();
            var found =
                hour < HoursOfNormalWeeks
                    ? -1
                    : Array.FindIndex(Events, e => time >= e.From && time < e.From.AddHours(e.Hours));
            load = found < 0 ? load : Events[found].Load(load);
            lines.Add(
                string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm},{load:F1},{(found < 0 ? 0 : 1)}")
            );
        }

        return string.Join('\n', lines) + "\n";

        double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
    }

    /// <summary>Returns the load of an hour: highest in the early afternoon, the same every day.</summary>
    private static double Usual(DateTime time) => 40 + (18 * Math.Cos(2 * Math.PI * (time.Hour - 14) / 24));
}
