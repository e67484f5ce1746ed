namespace VaeMlNet.Tests;

internal sealed class ConditionCombinationsTests
{
    private const int MostCombinations = 1000;

    [Test]
    public void Count_MoreCombinationsThanTheLimit_KeepsTheSharesOfEachColumn()
    {
        // 20 x 50 x 4 combinations of one row each, and one of 1000 rows.
        int[] rows = [.. Enumerable.Range(0, 4000), .. Enumerable.Repeat(0, 1000)];
        var cells = new[] { 200, 4, 1 }
            .Zip(new[] { 20, 50, 4 })
            .Select(column => Array.ConvertAll(rows, row => 1f + row / column.First % column.Second))
            .ToArray();
        Conditions conditions = new() { Columns = [Category("a", 20), Category("b", 50), Category("c", 4)] };

        var combinations = ConditionCombinations.Count(conditions, cells);

        Assert.That(combinations, Has.Count.LessThanOrEqualTo(MostCombinations).And.Count.GreaterThan(500));
        Assert.That(combinations.Sum(combination => combination.Share), Is.EqualTo(1).Within(1e-9));
        Assert.That(combinations[0].Share, Is.EqualTo(1001 / 5000.0).Within(1e-9));

        for (var slot = 0; slot < cells.Length; slot++)
        {
            foreach (var value in cells[slot].Distinct())
            {
                Assert.That(
                    combinations.Where(c => c.Values[slot] == value).Sum(c => c.Share),
                    Is.EqualTo(cells[slot].Count(cell => cell == value) / 5000.0).Within(0.03),
                    $"share of {value} in slot {slot}"
                );
            }
        }
    }

    [Test]
    public void Count_AsManyCombinationsAsTheLimit_HasEach()
    {
        float[][] cells =
        [
            [.. Enumerable.Range(1, MostCombinations).SelectMany(key => (float[])[key, key])],
        ];
        Conditions conditions = new() { Columns = [Category("a", MostCombinations)] };

        var combinations = ConditionCombinations.Count(conditions, cells);

        Assert.That(combinations, Has.Count.EqualTo(MostCombinations));
        Assert.That(combinations.Select(combination => combination.Share), Is.All.EqualTo(0.001).Within(1e-9));
    }

    [Test]
    public void Count_SlotsOfADate_AreThoseOfOneRow()
    {
        int[] days = [.. Enumerable.Range(0, 100)];
        float[][] cells =
        [
            Array.ConvertAll(days, day => (float)day),
            Array.ConvertAll(days, day => float.Sin(day)),
            Array.ConvertAll(days, day => float.Cos(day)),
        ];
        TableColumn date = new()
        {
            Name = "day",
            Kind = TableColumnKind.Number,
            Width = 3,
        };

        var combinations = ConditionCombinations.Count(new() { Columns = [date] }, cells);

        Assert.That(
            combinations.Select(combination => combination.Values),
            Is.EquivalentTo(days.Select(day => (float[])[day, float.Sin(day), float.Cos(day)]))
        );
    }

    private static TableColumn Category(string name, int count) =>
        new()
        {
            Name = name,
            Kind = TableColumnKind.Key,
            Width = 1,
            KeyCount = count,
        };
}
