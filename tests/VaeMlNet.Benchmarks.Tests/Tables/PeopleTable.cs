using System.Globalization;

namespace VaeMlNet.Benchmarks.Tests;

/// <summary>A made-up table whose numbers and Booleans depend on the age, with missing cities and an identifier.</summary>
internal static class PeopleTable
{
    /// <summary>Returns the table as CSV.</summary>
    public static string Csv(int count)
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, count)
            .Select(row =>
            {
                var age = random.Next(18, 80);
                var pay = age * (1 + random.NextDouble());
                var owner = age + random.Next(30) > 60 ? 1 : 0;
                string[] cities = ["Rome", "Oslo", ""];
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{age},{pay:0.00},{owner},{cities[random.Next(3)]},id{row}\n"
                );
            });
        return "Age,Pay,Owner,City,Id\n" + string.Concat(rows);
    }
}
