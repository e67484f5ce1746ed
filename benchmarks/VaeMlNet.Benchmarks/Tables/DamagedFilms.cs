namespace VaeMlNet.Benchmarks;

/// <summary>Removes or changes cells of films, so that the original values are known.</summary>
internal static class DamagedFilms
{
    /// <summary>Removes a share of the observed cells at random.</summary>
    public static Film[] WithoutCells(IEnumerable<Film> films, double share, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. films.Select(film =>
            {
                var copy = film with { };
                foreach (var name in FilmColumns.Numbers.Concat(FilmColumns.Texts))
                {
                    if (random.NextDouble() < share)
                    {
                        Set(copy, name, FilmColumns.Texts.Contains(name) ? "" : float.NaN);
                    }
                }

                return copy;
            }),
        ];
    }

    /// <summary>
    /// Replaces two cells of a share of the films by cells of other films. Each cell is plausible, but not in combination.
    /// </summary>
    /// <returns>All films, and the names of the changed columns for each.</returns>
    public static (Film[] Films, string[][] Changed) WithForeignCells(Film[] films, double share, int seed)
    {
        var random = new Random(seed);
        var changed = films.Select(_ => Array.Empty<string>()).ToArray();
        var copies = films.Select(film => film with { }).ToArray();
        for (var row = 0; row < films.Length; row++)
        {
            if (random.NextDouble() < share)
            {
                changed[row] = Exchange(copies[row], films, random);
            }
        }

        return (copies, changed);
    }

    /// <summary>Returns whether a cell is missing.</summary>
    public static bool IsMissing(object value) => value is float.NaN or "";

    /// <summary>Returns the value of a cell.</summary>
    public static object Get(Film film, string name) => typeof(Film).GetProperty(name)!.GetValue(film)!;

    private static void Set(Film film, string name, object value) =>
        typeof(Film).GetProperty(name)!.SetValue(film, value);

    private static string[] Exchange(Film film, Film[] others, Random random)
    {
        List<string> changed = [];
        string[] names = [.. FilmColumns.All];
        random.Shuffle(names);
        foreach (var name in names.Where(name => name != "Summer" && !IsMissing(Get(film, name))))
        {
            var other = Get(others[random.Next(others.Length)], name);
            if (!IsMissing(other) && !other.Equals(Get(film, name)))
            {
                Set(film, name, other);
                changed.Add(name);
            }

            if (changed.Count == 2)
            {
                break;
            }
        }

        return [.. changed];
    }
}
