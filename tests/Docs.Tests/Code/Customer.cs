namespace VaeMlNet.Docs.Tests;

/// <summary>
/// Income increases with age, and cities depend on membership. Some cells are missing, and the first row is an outlier.
/// </summary>
public sealed record Customer
{
    public float Age { get; set; }

    public float Income { get; set; }

    public bool Member { get; set; }

    public string City { get; set; } = "";

    public static Customer[] Some(int count, int seed)
    {
        var random = new Random(seed);
        var customers = new Customer[count];
        for (var i = 0; i < count; i++)
        {
            var age = 20 + (40 * random.NextSingle());
            var member = random.Next(2) == 0;
            customers[i] = new Customer
            {
                Age = age,
                Income = i % 10 == 5 ? float.NaN : (1000 * age) + (2000 * random.NextSingle()),
                Member = member,
                City =
                    i % 10 == 7 ? ""
                    : member ? "Oslo"
                    : "Rome",
            };
        }

        customers[0] = customers[0] with { Age = 20, Income = 200_000 };
        return customers;
    }
}
