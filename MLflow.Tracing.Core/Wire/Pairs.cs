namespace MLflow.Tracing.Wire;

/// <summary>The pairs of a map, read without an allocation where it is a <see cref="Dictionary{TKey, TValue}"/>, as it nearly always is.</summary>
/// <param name="map">The map.</param>
internal readonly struct Pairs(IReadOnlyDictionary<string, string> map)
{
    public Enumerator GetEnumerator() => new(map);

    public struct Enumerator
    {
        private readonly IEnumerator<KeyValuePair<string, string>>? _other;
        private Dictionary<string, string>.Enumerator _usual;

        public Enumerator(IReadOnlyDictionary<string, string> map)
        {
            if (map is Dictionary<string, string> usual)
            {
                _usual = usual.GetEnumerator();
            }
            else
            {
                _other = map.GetEnumerator();
            }
        }

        public readonly KeyValuePair<string, string> Current => _other is null ? _usual.Current : _other.Current;

        public bool MoveNext() => _other is null ? _usual.MoveNext() : _other.MoveNext();
    }
}
