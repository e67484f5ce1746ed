using System.Globalization;
using NUnit.Framework;

namespace VaeMlNet.Tests;

/// <summary>The period of a channel, and the length of windows that it gives.</summary>
public sealed class WindowLengthTests
{
    // Monthly airline passengers in thousands, 1949 to 1960: Box & Jenkins 1976, series G.
    private const string AirPassengers = """
        112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
        145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
        196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
        242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
        315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
        360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432
        """;

    [Test]
    public void Period_AirPassengers_IsAYear() =>
        Assert.That(
            WindowLength.Period([
                .. AirPassengers.Split([' ', '\n']).Select(text => float.Parse(text, CultureInfo.InvariantCulture)),
            ]),
            Is.EqualTo(12)
        );

    [TestCase(24)]
    [TestCase(144)]
    public void Period_NoisyDaysWithATrend_IsADay(int day)
    {
        Random random = new(1);
        var values = Values(1000, i => (0.02 * i) + Math.Sin(Math.Tau * i / day) + (0.3 * random.NextDouble()));

        Assert.That(WindowLength.Period(values), Is.EqualTo(day).Within(day / 50));
    }

    [Test]
    public void Period_DaysOfWeeks_IsADay()
    {
        Random random = new(1);
        var values = Values(
            2000,
            i =>
                ((i / 24 % 7 < 5 ? 5 : 2) * Math.Max(0, Math.Sin(Math.Tau * i / 24)))
                + (0.5 * (random.NextDouble() - 0.5))
        );

        Assert.That(WindowLength.Period(values), Is.EqualTo(24));
    }

    [Test]
    public void Period_MissingValues_AreOnTheTrend()
    {
        var values = Values(600, i => (0.02 * i) + Math.Sin(Math.Tau * i / 20));
        for (var i = 0; i < values.Length; i += 7)
        {
            values[i] = float.NaN;
        }

        Assert.That(WindowLength.Period(values), Is.EqualTo(20));
    }

    [Test]
    public void Period_NoPeriod_IsNull()
    {
        Random random = new(1);

        Assert.That(WindowLength.Period(Values(1000, _ => random.NextDouble())), Is.Null, "noise");
        Assert.That(WindowLength.Period(Values(1000, i => i)), Is.Null, "a line");
        Assert.That(WindowLength.Period(Values(1000, _ => 3)), Is.Null, "a constant");
        Assert.That(WindowLength.Period(Values(100, _ => double.NaN)), Is.Null, "missing values only");
        Assert.That(WindowLength.Period([]), Is.Null);
    }

    [TestCase(60)]
    [TestCase(100)]
    [TestCase(200)]
    [TestCase(400)]
    public void Period_NoiseOfFewRows_IsSeldomFound(int count)
    {
        int?[] periods = [.. Enumerable.Range(1, 200).Select(seed => WindowLength.Period(Noise(seed, count)))];

        Assert.That(periods.Count(period => period is not null), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void Period_NoisyDaysOfFewRows_IsADay([Range(1, 20)] int seed)
    {
        var noise = Noise(seed, 200);

        Assert.That(
            WindowLength.Period(Values(200, i => Math.Sin(Math.Tau * i / 24) + (0.5 * noise[i]))),
            Is.EqualTo(24).Within(1)
        );
    }

    [TestCase(null, 32)]
    [TestCase(4, 12)]
    [TestCase(7, 14)]
    [TestCase(12, 24)]
    [TestCase(48, 96)]
    [TestCase(60, 60)]
    [TestCase(288, 100)]
    public void Choose_Period_IsTwoPeriodsOfAtMostAHundredRows(int? period, int expected) =>
        Assert.That(WindowLength.Choose(period, [1000]), Is.EqualTo(expected));

    [TestCase(12, 10)]
    [TestCase(120, 15)]
    [TestCase(255, 31)]
    [TestCase(256, 32)]
    [TestCase(100_000, 32)]
    public void Choose_NoPeriod_IsAnEighthOfFewRows(int rowCount, int expected) =>
        Assert.That(WindowLength.Choose(period: null, [rowCount]), Is.EqualTo(expected));

    [TestCase(48, 240, 96)]
    [TestCase(48, 239, 48)]
    [TestCase(48, 120, 48)]
    [TestCase(48, 119, 14)]
    [TestCase(12, 60, 24)]
    [TestCase(12, 59, 12)]
    [TestCase(12, 29, 10)]
    [TestCase(288, 250, 100)]
    [TestCase(288, 249, 31)]
    public void Choose_PeriodInFewRows_IsAtMostTwoFifthsOfThem(int period, int rowCount, int expected) =>
        Assert.That(WindowLength.Choose(period, [rowCount]), Is.EqualTo(expected));

    [TestCase(18, 10)]
    [TestCase(40, 20)]
    [TestCase(64, 32)]
    public void Choose_ManyShortSeries_IsHalfOfTheLongest(int rowCount, int expected) =>
        Assert.That(
            WindowLength.Choose(period: null, [.. Enumerable.Repeat(rowCount - 8L, 100), rowCount]),
            Is.EqualTo(expected)
        );

    /// <summary>Returns normal values (Box and Muller 1958).</summary>
    private static float[] Noise(int seed, int count)
    {
        Random random = new(seed);
        return Values(
            count,
            _ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())
        );
    }

    private static float[] Values(int count, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(i => (float)value(i))];
}
